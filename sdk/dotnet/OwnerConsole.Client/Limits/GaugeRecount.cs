using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>What a recount of a gauge found.</summary>
/// <param name="Feature">its key</param>
/// <param name="Used">as you said</param>
/// <param name="Limit">null for unlimited</param>
/// <param name="Added">that the console missed</param>
/// <param name="Freed">that it still had</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record GaugeRecount(string Feature, decimal Used, decimal? Limit, int Added, int Freed);
