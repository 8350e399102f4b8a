package planted.mutable.dynamo.ring;

final class GoodWriter {
    int position;
}
