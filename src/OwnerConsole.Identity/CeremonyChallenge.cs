using System.Text.Json;

namespace OwnerConsole.Identity;

/// <summary>A challenge that the page's script passes to the browser.</summary>
/// <param name="Ceremony">Id of the challenge, which is sent back with the answer.</param>
/// <param name="Options">Options in WebAuthn's JSON format.</param>
public sealed record CeremonyChallenge(string Ceremony, JsonElement Options);
