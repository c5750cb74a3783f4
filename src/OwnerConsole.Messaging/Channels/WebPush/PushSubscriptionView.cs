namespace OwnerConsole.Messaging.Channels.WebPush;

/// <summary>A browser that a member subscribed, without its URL and keys.</summary>
/// <param name="Channel">ID of the channel of web push.</param>
/// <param name="Service">Host of the push service, which depends on the browser.</param>
/// <param name="ExpiresAt">When it expires; null for never.</param>
public sealed record PushSubscriptionView(string Id, string Channel, string Service, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>Subscribed browsers of a member, and the public keys for subscribing others.</summary>
/// <param name="Data">Browsers that receive messages, the oldest first.</param>
/// <param name="Channels">Channels of web push by name.</param>
public sealed record PushSubscriptionList(IReadOnlyList<PushSubscriptionView> Data, IReadOnlyList<PushChannel> Channels);

/// <summary>A channel of web push that browsers can subscribe to.</summary>
/// <param name="PublicKey">The applicationServerKey in base64url.</param>
public sealed record PushChannel(string Id, string Name, string PublicKey);
