namespace OwnerConsole.Kernel.Outbound;

/// <summary>How long nothing is sent to a service that has received too many messages.</summary>
public static class ServicePause
{
    private static readonly TimeSpan s_default = TimeSpan.FromSeconds(30),
        s_max = TimeSpan.FromHours(1);

    /// <param name="asked">Delay that the service asked for; null if it asked for none.</param>
    public static TimeSpan Of(TimeSpan? asked) =>
        asked is not { } length || length <= TimeSpan.Zero ? s_default
        : length < s_max ? length
        : s_max;
}
