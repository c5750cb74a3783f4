// What a page loads for somebody who is not in yet, where a passkey is asked for.
import "./passkeys.js";
