namespace OwnerConsole.Client;

/// <summary>Where the console is and who this application is to it.</summary>
public sealed class OwnerConsoleOptions
{
    /// <summary>Of the console, such as <c>https://console.example.com</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>As the owner's team opens it, where that is another address: tokens for impersonation name it.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary><c>oc_live_…</c> or <c>oc_test_…</c>, made under Settings, API keys.</summary>
    public required string Key { get; init; }

    /// <summary>Its name, as it is declared: impersonation tokens are made out to it, and events come from <c>/name</c>.</summary>
    public required string Application { get; init; }

    /// <summary>Whether it takes the place of an application of another name. Without it the console keeps what that one declared.</summary>
    public bool ReplacesOther { get; init; }

    /// <summary>What the console signs with: <c>whsec_…</c>, shown once when the endpoint is added. Name both while a new one takes over.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>A folder of this process alone: events are written there before they are accepted, so that a crash loses none. What the console said last of a tenant's features, which it signed, and what is used while it is away are kept there too. Null keeps all of it in memory.</summary>
    public string? Spool { get; init; }

    /// <summary>Events that may wait to be sent; who reports another one waits. With a spool they lie on the disk, and more cost nothing.</summary>
    public int Buffer { get; init; } = 10_000;

    /// <summary>Events in one request, 1000 at most.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>An event waits for others so long at most.</summary>
    public TimeSpan FlushAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Your id of this process; when it is set, the console hears every half minute that it is alive.</summary>
    public string? Instance { get; init; }

    /// <summary>Of the application, shown beside its processes.</summary>
    public string? Version { get; init; }

    /// <summary>Tasks that are carried out at the same time.</summary>
    public int TasksAtOnce { get; init; } = 4;

    /// <summary>While the console is away, what it said last of a tenant's features decides so long; then nobody knows, and they are refused. In a <see cref="Spool"/> it is kept for a week at most.</summary>
    public TimeSpan EntitlementsKnownFor { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What is on or off for a tenant is answered from memory so long (<see cref="Limits.Has"/>), and then asked anew.</summary>
    public TimeSpan EntitlementsFreshFor { get; init; } = TimeSpan.FromSeconds(30);
}
