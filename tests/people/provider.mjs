// A real OpenID provider with two people; argument: the address to send people back to. Prints its port.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const findAccount = (_context, id) => ({
  accountId: id,
  claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("ben@") }),
});
const server = createServer((request, response) => provider.callback()(request, response));
let provider;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{
      client_id: "corridor",
      client_secret: "a secret of some length for the test",
      redirect_uris: [process.argv[2]],
    }],
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    findAccount,
    pkce: { required: () => true },
  });
  console.log(port);
});
