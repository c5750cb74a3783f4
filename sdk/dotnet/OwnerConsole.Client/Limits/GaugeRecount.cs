using System.Text.Json.Serialization;

namespace OwnerConsole.Client;

/// <summary>Result of a recount of a gauge.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Used">Number of resources you listed.</param>
/// <param name="Limit">Null if unlimited.</param>
/// <param name="Added">Number of resources that were missing in the console.</param>
/// <param name="Freed">Number of resources that no longer exist and were freed.</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record GaugeRecount(string Feature, decimal Used, decimal? Limit, int Added, int Freed);
