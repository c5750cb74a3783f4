namespace OwnerConsole.Messaging.Channels;

/// <summary>Regions of services whose accounts belong to one.</summary>
internal static class ChannelRegions
{
    public const string Us = "us",
        Eu = "eu";

    /// <summary>Sites of Datadog, the default first.</summary>
    /// <remarks>Source: the list of sites in Datadog's documentation.</remarks>
    public static readonly IReadOnlyList<string> DatadogSites =
    [
        "datadoghq.com",
        "datadoghq.eu",
        "us3.datadoghq.com",
        "us5.datadoghq.com",
        "ap1.datadoghq.com",
        "ap2.datadoghq.com",
        "ddog-gov.com",
    ];

    public static string Default(ChannelKind kind) => kind is ChannelKind.Datadog ? DatadogSites[0] : Us;

    public static bool IsKnown(ChannelKind kind, string region) => kind is ChannelKind.Datadog ? DatadogSites.Contains(region) : region is Us or Eu;
}
