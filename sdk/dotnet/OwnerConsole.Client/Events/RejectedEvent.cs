using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>An event that can't be taken in, and is not sent again. The console lists it too.</summary>
/// <param name="Event">as it was sent</param>
/// <param name="Reason">a word that programs can tell apart, such as <c>unknown_tenant</c></param>
/// <param name="Detail">what to do about it</param>
public sealed record RejectedEvent(JsonElement Event, string Reason, string Detail);
