namespace OwnerConsole.Client;

/// <summary>Address of the console and identity of this application.</summary>
public sealed class OwnerConsoleOptions
{
    /// <summary>Address of the console, such as <c>https://console.example.com</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Address in the browsers of the owner's team, if it differs: impersonation tokens contain it.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>API key, <c>oc_live_…</c> or <c>oc_test_…</c>, created under Settings, API keys.</summary>
    public required string Key { get; init; }

    /// <summary>Name of the application. Impersonation tokens are issued for it, and events have the source <c>/name</c>.</summary>
    public required string Application { get; init; }

    /// <summary>True to replace the declaration of an application with another name. Otherwise the console keeps that declaration.</summary>
    public bool ReplacesOther { get; init; }

    /// <summary>Signing secrets of the webhook endpoint, <c>whsec_…</c>, shown once when it is created. Set both during a rotation.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Directory used only by this process. Events are stored there before they are accepted, so that a crash loses none, together with signed entitlements and usage during outages. Null keeps all of it in memory.</summary>
    public string? Spool { get; init; }

    /// <summary>Maximum number of queued events; further reports wait. With a spool, the queue is on disk and uses no memory.</summary>
    public int Buffer { get; init; } = 10_000;

    /// <summary>Events per request, at most 1,000.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>Maximum time that an event waits for others to form a batch.</summary>
    public TimeSpan FlushAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Your ID of this process. If set, a heartbeat is sent every 30 seconds.</summary>
    public string? Instance { get; init; }

    /// <summary>Version of the application, shown next to its processes.</summary>
    public string? Version { get; init; }

    /// <summary>Number of tasks that run at the same time.</summary>
    public int TasksAtOnce { get; init; } = 4;

    /// <summary>How long the last known entitlements are used while the console is unreachable. After that, features are refused. In a <see cref="Spool"/>, entitlements are kept for at most a week.</summary>
    public TimeSpan EntitlementsKnownFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long <see cref="Limits.Has"/> answers from memory before it asks the console again.</summary>
    public TimeSpan EntitlementsFreshFor { get; init; } = TimeSpan.FromSeconds(30);
}
