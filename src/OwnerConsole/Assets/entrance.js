// Loaded by signed-out pages that request a passkey.
import "./passkeys.js";
