using OwnerConsole.Data;
using OwnerConsole.Revenue.Stripe.Mirror;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>A connection as shown on the page and returned by the API, without its secrets.</summary>
/// <param name="ApiKeyEnd">Last four characters of the API key.</param>
/// <param name="AccountId">acct_…; null until the first successful check.</param>
/// <param name="AccountName">Name of the Stripe account.</param>
/// <param name="Currency">Default currency of the account in lower case.</param>
/// <param name="MissingPermissions">What the key can't read, by the names in Stripe's form for restricted keys.</param>
/// <param name="CheckedAt">Last successful check; null before the first.</param>
/// <param name="FailingSince">Time of the first failed check since the last successful one.</param>
/// <param name="Error">Why the last check failed.</param>
/// <param name="PreviousSecretValidUntil">Until when events signed with the previous secret are accepted; null if there is none.</param>
/// <param name="EventReceivedAt">When the last event was received; null before the first.</param>
/// <param name="EventApiVersion">API version of the last event.</param>
/// <param name="CopiedObjects">Existing objects that were copied after the connection.</param>
/// <param name="CopyingType">Type that is being copied, by Stripe's name; null when everything that existed is copied, and before the first check.</param>
/// <param name="CopyError">Why the copy of a type failed last.</param>
/// <param name="PendingEvents">Events that are waiting or being retried, at most 1,001.</param>
/// <param name="FailedEvents">Events that failed in all attempts, at most 1,001.</param>
public sealed record StripeConnectionView(
    Mode Mode,
    string ApiKeyEnd,
    string? AccountId,
    string? AccountName,
    string? Country,
    string? Currency,
    IReadOnlyList<string> MissingPermissions,
    DateTimeOffset? CheckedAt,
    DateTimeOffset? FailingSince,
    string? Error,
    DateTimeOffset? PreviousSecretValidUntil,
    DateTimeOffset? EventReceivedAt,
    string? EventApiVersion,
    long CopiedObjects,
    string? CopyingType,
    string? CopyError,
    long PendingEvents,
    long FailedEvents,
    DateTimeOffset OpenedAt
)
{
    /// <summary>Counts stop here, so that a large backlog doesn't make the page slow.</summary>
    public const int MaxCounted = 1_001;

    /// <returns>The connections of both modes, live first.</returns>
    public static Task<IReadOnlyList<StripeConnectionView>> List(UnitOfWork work) =>
        work.List<StripeConnectionView>(
            """
            select c.mode, c.api_key_end, k.account_id, k.account_name, k.country, k.currency, coalesce(k.missing_permissions, '{}') as missing_permissions,
                   k.checked_at, k.failing_since, k.error, case when c.previous_valid_until > now() then c.previous_valid_until end as previous_secret_valid_until,
                   e.received_at as event_received_at, e.api_version as event_api_version,
                   coalesce(b.objects, 0) as copied_objects, b.copying_type, b.copy_error,
                   (select count(*) from (select from stripe.events p where p.tenant_id = c.tenant_id and p.mode = c.mode and p.state = 'pending' limit @MaxCounted) p)
                     as pending_events,
                   (select count(*) from (select from stripe.events f where f.tenant_id = c.tenant_id and f.mode = c.mode and f.state = 'failed' limit @MaxCounted) f)
                     as failed_events,
                   c.opened_at
              from stripe.connections c
              left join stripe.checks k on k.tenant_id = c.tenant_id and k.mode = c.mode and k.connection = c.opened_by
              left join lateral (select e.received_at, e.api_version from stripe.events e
                                  where e.tenant_id = c.tenant_id and e.mode = c.mode order by e.received_at desc, e.event_id desc limit 1) e on true
              left join lateral (select sum(b.objects)::bigint as objects, (array_agg(b.type order by b.place) filter (where b.completed_at is null))[1] as copying_type,
                                        (array_agg(b.error order by b.place) filter (where b.error is not null))[1] as copy_error
                                   from stripe.backfills b where b.tenant_id = c.tenant_id and b.account_id = k.account_id and b.mode = c.mode) b on true
             where c.tenant_id = 'tnt_platform' and c.closed_by is null
             order by c.mode
            """,
            new { MaxCounted }
        );

    /// <summary>Progress of the copy of existing objects by type, in the order in which types are read; empty in lists without it.</summary>
    public IReadOnlyList<CopyProgress> Copies { get; init; } = [];

    /// <inheritdoc cref="List"/>
    public static async Task<IReadOnlyList<StripeConnectionView>> ListWithCopies(UnitOfWork work)
    {
        List<StripeConnectionView> connections = [];
        foreach (var connection in await List(work))
            connections.Add(connection with { Copies = await CopyProgress.List(connection.Mode, connection.AccountId, work) });
        return connections;
    }

    /// <summary>Whether the endpoint in Stripe sends events in another version than the console reads.</summary>
    public bool HasOtherVersion => EventApiVersion is { } version && version != StripeConnection.ApiVersion;
}
