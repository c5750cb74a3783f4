namespace OwnerConsole.Pure.Alerts;

/// <summary>Delays of the notifications of a group.</summary>
/// <param name="Wait">Delay of the first notification, in which further alerts and inhibiting alerts can arrive.</param>
/// <param name="Interval">Time between the checks whether there is something new.</param>
/// <param name="Repeat">Time after which a notification without news is repeated, at the next check.</param>
public readonly record struct GroupTiming(TimeSpan Wait, TimeSpan Interval, TimeSpan Repeat)
{
    /// <summary>Defaults of Alertmanager: 30 seconds, 5 minutes and 4 hours.</summary>
    public static readonly GroupTiming Default = new(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromHours(4));
}
