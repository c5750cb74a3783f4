namespace OwnerConsole.Messaging.Channels.WebPush;

/// <summary>A browser with what is needed to send to it.</summary>
/// <param name="Id">ID of the subscription.</param>
/// <param name="Service">Host of its push service.</param>
/// <param name="Secret">URL and keys, which are stored encrypted.</param>
public sealed record PushDestination(string Id, string Service, PushSecret Secret);

/// <param name="Endpoint">URL of the push service, which identifies the browser.</param>
/// <param name="P256dh">Public key of the browser.</param>
/// <param name="Auth">Secret of the browser.</param>
public sealed record PushSecret(string Endpoint, string P256dh, string Auth);
