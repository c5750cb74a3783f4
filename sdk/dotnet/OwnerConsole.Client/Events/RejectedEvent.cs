using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>An event that the console rejected. It is not sent again; the console lists it, too.</summary>
/// <param name="Event">The event as it was sent.</param>
/// <param name="Reason">Code of the reason, such as <c>unknown_tenant</c>.</param>
/// <param name="Detail">Explanation with the remedy.</param>
public sealed record RejectedEvent(JsonElement Event, string Reason, string Detail);
