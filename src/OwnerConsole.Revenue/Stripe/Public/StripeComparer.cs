using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using OwnerConsole.Data;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Events;
using OwnerConsole.Revenue.Stripe.Mirror;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Public;

/// <summary>Compares the copies of Stripe's objects, and the received events, with what Stripe returns now.</summary>
public sealed class StripeComparer(Database database, ConnectionCache connections, StripeClients clients, StripeWebhook inbox)
{
    /// <summary>Members that Stripe changes without an event, or that depend on the request.</summary>
    private static readonly string[] s_ignored =
    [
        "hosted_invoice_url",
        "invoice_pdf",
        "webhooks_delivered_at",
        "receipt_url",
        "url",
        "latest_charge",
        "lastResponse",
    ];

    /// <summary>Types of the objects that are copied, in the order in which they are read.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. ObjectKind.All.Select(kind => kind.Type)];

    /// <summary>Compares the page of a list with the copies. A difference can be a change whose event is on its way.</summary>
    /// <param name="after">Last object of the previous page; null for the first page.</param>
    public Task<ComparedPage> ComparePage(Mode mode, string account, string type, string? after, CancellationToken stop) =>
        Ask(
            mode,
            account,
            async reader =>
            {
                var kind = ObjectKind.Find(type)!; // lists are created from known types
                var page = await reader.List(kind, kind.PathAfter(after, StripeReader.PageSize), stop);
                var copies = await Copies(account, [.. page.Objects.Select(read => read.Id)], stop);
                string[] ids = [.. page.Objects.Select(read => read.Id)];
                string[] differing =
                [
                    .. page
                        .Objects.Where(read => copies.GetValueOrDefault(read.Id) is not { IsDeleted: false } copy || Differences(copy.Body, read.Body).Any())
                        .Select(read => read.Id),
                ];
                return new ComparedPage(ids, differing, page.LastId, page.HasMore, null);
            },
            error => new([], [], null, false, error),
            stop
        );

    /// <summary>Reads both sides of an object again.</summary>
    public Task<ComparedObject> CompareObject(Mode mode, string account, string type, string id, CancellationToken stop) =>
        Ask(
            mode,
            account,
            async reader =>
            {
                var there = await reader.ReadOrDeleted(ObjectKind.Find(type)!, id, stop); // candidates have known types
                var copy = (await Copies(account, [id], stop)).GetValueOrDefault(id);
                var isHere = copy is { IsDeleted: false };
                return copy is { IsPending: true } || await HasPendingEvent(account, id, stop)
                    ? new ComparedObject(true, false, false, null, null, [], null)
                    : new ComparedObject(
                        false,
                        isHere,
                        !there.IsDeleted,
                        copy?.ReadAt,
                        there.Customer ?? copy?.Customer,
                        isHere && !there.IsDeleted ? [.. Differences(copy!.Body, there.Body)] : [],
                        null
                    );
            },
            error => new(false, false, false, null, null, [], error),
            stop
        );

    /// <summary>Lists events that Stripe has created, and finds those that were not received.</summary>
    /// <param name="since">Time of the first event.</param>
    /// <param name="until">Later events may be on their way.</param>
    /// <param name="after">Last event of the previous page; null for the first page, which has the newest ones.</param>
    public Task<ListedEvents> FindMissedEvents(Mode mode, string account, DateTimeOffset since, DateTimeOffset until, string? after, CancellationToken stop) =>
        Ask(
            mode,
            account,
            async reader =>
            {
                var start = after is null ? "" : $"&starting_after={Uri.EscapeDataString(after)}";
                var (bodies, hasMore) = await reader.ListRaw($"/v1/events?limit={StripeReader.PageSize}&created[gte]={since.ToUnixTimeSeconds()}{start}", stop);
                var listed = bodies.Select(body => (Body: body, Read: ReceivedEvent.Read(JsonSerializer.SerializeToElement(body), mode, account))).ToList();
                var known = await KnownEvents(account, [.. listed.Select(item => item.Read.EventId)], stop);
                return new ListedEvents(
                    listed.Count,
                    [
                        .. listed
                            .Where(item => !known.Contains(item.Read.EventId) && item.Read.CreatedAt <= until)
                            .Select(item => new MissedEvent(
                                item.Read.EventId,
                                item.Read.Type,
                                item.Read.ObjectType,
                                item.Read.ObjectId,
                                item.Body.ToJsonString()
                            )),
                    ],
                    listed.Count == 0 ? null : listed[^1].Read.EventId,
                    hasMore,
                    null
                );
            },
            error => new(0, [], null, false, error),
            stop
        );

    /// <summary>Stores a missed event like a received one, so that its object is read again.</summary>
    public Task Receive(Mode mode, string account, MissedEvent missed, CancellationToken stop) =>
        inbox.StoreListed(ReceivedEvent.Read(JsonSerializer.Deserialize<JsonElement>(missed.Body), mode, account), missed.Body, stop);

    /// <summary>Requests that objects are read again, for the current run.</summary>
    public static Task RequestReads(IReadOnlyList<RequestedObject> objects, UnitOfWork work) =>
        RequestedReads.Open(objects.Select(requested => new RequestedRead(requested.AccountId, requested.Id, requested.Mode, requested.Type)), work);

    /// <summary>Withdraws reads of a run that were not read yet.</summary>
    /// <returns>Objects that are not read any more.</returns>
    public static Task<IReadOnlyList<string>> WithdrawReads(IReadOnlyCollection<string> objects, string undoneRun, UnitOfWork work) =>
        RequestedReads.Withdraw(objects, undoneRun, work);

    /// <summary>Asks Stripe at most 20 times a second.</summary>
    private async Task<T> Ask<T>(Mode mode, string account, Func<StripeReader, Task<T>> ask, Func<string, T> fail, CancellationToken stop)
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            return await connections.Find(mode, stop) is { } connection && connection.AccountId == account
                ? await ask(new(clients.Create(connection)))
                : fail("Stripe is no longer connected to this account.");
        }
        catch (Exception error) when (StripeFault.Explain(error) is { } explained && !stop.IsCancellationRequested)
        {
            return fail(explained);
        }
        finally
        {
            await StripeReader.Pause(asked, stop);
        }
    }

    private async Task<IReadOnlyDictionary<string, Copy>> Copies(string account, IReadOnlyList<string> ids, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var found = await work.List<Copy>(
            $"""
            select o.object_id as id, o.customer, o.is_deleted, o.read_at, o.body::text as body,
                   not o.is_projected or exists (
                     select from stripe.reads r where r.tenant_id = 'tnt_platform' and r.account_id = o.account_id and r.object_id = o.object_id and {RequestedReads.IsOpen}) as is_pending
              from stripe.objects o
             where o.tenant_id = 'tnt_platform' and o.account_id = @account and o.object_id = any(@ids)
            """,
            new { account, ids }
        );
        return found.ToDictionary(copy => copy.Id, StringComparer.Ordinal);
    }

    private async Task<IReadOnlySet<string>> KnownEvents(string account, IReadOnlyList<string> ids, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return (
            await work.List<string>(
                "select e.event_id from stripe.events e where e.tenant_id = 'tnt_platform' and e.account_id = @account and e.event_id = any(@ids)",
                new { account, ids }
            )
        ).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<bool> HasPendingEvent(string account, string id, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<bool>(
            "select exists (select from stripe.events e where e.tenant_id = 'tnt_platform' and e.account_id = @account and e.object_id = @id and e.state = 'pending')",
            new { account, id }
        );
    }

    /// <returns>Members that differ. Values are given for numbers, switches and states, which are not personal.</returns>
    private static IEnumerable<FieldDifference> Differences(string ours, string theirs)
    {
        var (here, there) = (JsonNode.Parse(ours)!.AsObject(), JsonNode.Parse(theirs)!.AsObject());
        return here.Select(member => member.Key)
            .Union(there.Select(member => member.Key))
            .Where(name => !s_ignored.Contains(name) && !JsonNode.DeepEquals(here[name], there[name]))
            .Select(name => new FieldDifference(name, Shown(name, here[name]), Shown(name, there[name])));
    }

    private static string? Shown(string name, JsonNode? value) =>
        value?.GetValueKind() switch
        {
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
            JsonValueKind.String when name is "status" or "currency" or "collection_method" or "billing_reason" => value.GetValue<string>(),
            _ => null,
        };

    private sealed record Copy(string Id, string? Customer, bool IsDeleted, DateTimeOffset ReadAt, string Body, bool IsPending);

    /// <summary>A page of a list, compared with the copies.</summary>
    /// <param name="Differing">Objects that have no copy, or another one.</param>
    /// <param name="Error">Why the request failed; null if it succeeded.</param>
    public sealed record ComparedPage(IReadOnlyList<string> Ids, IReadOnlyList<string> Differing, string? LastId, bool HasMore, string? Error);

    /// <summary>Both sides of an object.</summary>
    /// <param name="IsInFlight">Whether the copy is about to change, so that nothing is known.</param>
    /// <param name="CopiedAt">When the copy was read; null if there is none.</param>
    /// <param name="Customer">cus_… of the customer that it belongs to.</param>
    /// <param name="Error">Why the request failed; null if it succeeded.</param>
    public sealed record ComparedObject(
        bool IsInFlight,
        bool IsHere,
        bool IsThere,
        DateTimeOffset? CopiedAt,
        string? Customer,
        IReadOnlyList<FieldDifference> Fields,
        string? Error
    );

    /// <summary>A member that differs.</summary>
    /// <param name="Ours">Null if the copy has none, or if it can be personal.</param>
    public sealed record FieldDifference(string Name, string? Ours, string? Theirs);

    /// <summary>Events listed by Stripe.</summary>
    /// <param name="Error">Why the request failed; null if it succeeded.</param>
    public sealed record ListedEvents(int Checked, IReadOnlyList<MissedEvent> Missed, string? LastId, bool HasMore, string? Error);

    /// <summary>An event that Stripe lists and that was not received.</summary>
    public sealed record MissedEvent(string Id, string Type, string? ObjectType, string? ObjectId, string Body);

    /// <summary>An object that is to be read again.</summary>
    public sealed record RequestedObject(string AccountId, string Id, Mode Mode, string Type);
}
