namespace OwnerConsole.Pure.Errors;

/// <summary>A version of a service in an environment.</summary>
/// <param name="Version">As reported.</param>
/// <param name="DeployedAt">First report after its last deploy.</param>
/// <param name="LastSeenAt">Last report.</param>
public sealed record SeenVersion(string Version, DateTimeOffset DeployedAt, DateTimeOffset LastSeenAt);

/// <summary>Decides whether a reported version of a service is a deploy: a new version, or an older one that replaces the current one.</summary>
public static class DeployDecision
{
    /// <summary>How long replicas with two versions can report during a deploy, and how long a version can be silent without being replaced.</summary>
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromMinutes(30);

    /// <summary>A version that reports only now and then is not deployed each time. More deploys of a version within this time are not distinguished.</summary>
    public static readonly TimeSpan MinDistance = TimeSpan.FromHours(1);

    /// <param name="known">Versions of the same service and environment; empty if there are none.</param>
    /// <param name="version">The reported version.</param>
    /// <param name="at">Time of the report.</param>
    /// <returns>False for the current version, for repeated and late reports, and for the older version of a rolling deploy.</returns>
    public static bool IsDeploy(IReadOnlyCollection<SeenVersion> known, string version, DateTimeOffset at)
    {
        if (known.FirstOrDefault(seen => seen.Version == version) is not { } own)
            return true;
        var current = known.OrderByDescending(seen => seen.DeployedAt).ThenByDescending(seen => seen.LastSeenAt).First();
        if (current.Version == version || at <= own.LastSeenAt || at - own.DeployedAt < MinDistance)
            return false;
        // It was away, or it goes on although the current version has stopped: a rollback before the deploy was complete.
        return at - own.LastSeenAt > MaxOverlap || at - current.LastSeenAt > MaxOverlap;
    }

    /// <summary>Whether a new version was already deployed by the other part of a service that runs on both servers and devices of users.</summary>
    /// <param name="opposite">Versions of the servers for a version on devices, and the other way round.</param>
    /// <param name="version">The reported version, which is new for its part of the service.</param>
    /// <param name="at">Time of the report.</param>
    /// <param name="isClient">Whether the version is reported by a device.</param>
    /// <returns>False if a version on devices is more than an hour older than the report of the server, because it was then deployed earlier.</returns>
    public static bool IsSameDeploy(IReadOnlyCollection<SeenVersion> opposite, string version, DateTimeOffset at, bool isClient) =>
        opposite.FirstOrDefault(seen => seen.Version == version) is { } other && (isClient || at - other.DeployedAt < MinDistance);
}
