package planted.outside.dynamo.ring;

import java.net.Socket;

record BadSocket(Socket socket) {}
