using System.Text.Json;

namespace OwnerConsole.Kernel.Identities;

/// <summary>What the page's script passes to the browser.</summary>
/// <param name="Ceremony">comes back with the answer</param>
/// <param name="Options">as WebAuthn writes them in JSON</param>
public sealed record CeremonyBegun(string Ceremony, JsonElement Options);
