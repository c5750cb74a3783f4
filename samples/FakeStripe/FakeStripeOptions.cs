namespace FakeStripe;

/// <summary>Account, keys and behaviour of a FakeStripe server. The defaults suit tests.</summary>
public sealed record FakeStripeOptions
{
    /// <summary>Port on the loopback interface; 0 chooses a free one.</summary>
    public int Port { get; init; }

    public string AccountId { get; init; } = "acct_1FakeStripe";

    public string AccountName { get; init; } = "FakeStripe";

    public string Country { get; init; } = "US";

    public string Currency { get; init; } = "usd";

    /// <summary>Version of requests that name none, and of event payloads.</summary>
    public string ApiVersion { get; init; } = "2026-10-28.endive";

    public bool IsLive { get; init; }

    /// <summary>API keys with the permissions they lack: <c>refunds</c> (no access) or <c>refunds.write</c> (read only).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Keys { get; init; } = new Dictionary<string, IReadOnlyList<string>> { [DefaultKey] = [] };

    /// <summary>Time of the account starts here and moves only by <see cref="StripeClock.Advance(TimeSpan)"/>; null follows the system clock.</summary>
    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>Days after a failed payment on which an automatic invoice is charged again. Stripe's smart retries choose their own times.</summary>
    public IReadOnlyList<int> RetryDays { get; init; } = [3, 5, 7];

    /// <summary>Status of a subscription after its last retry failed: canceled, unpaid or past_due.</summary>
    public string AfterRetries { get; init; } = "canceled";

    /// <summary>File of the state: read at the start if it exists, written by <see cref="FakeStripeServer.Save"/>; null keeps it in memory.</summary>
    public string? StateFile { get; init; }

    /// <summary>Source of real time: signatures of webhooks, and the account's clock unless it is frozen.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public const string DefaultKey = "sk_test_FakeStripe";
}
