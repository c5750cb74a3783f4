using System.Diagnostics;
using System.Net;
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
    /// <summary>Types of the objects that are copied, in the order in which they are read.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. ObjectKind.All.Select(kind => kind.Type)];

    /// <summary>Those of which Stripe lists the objects of one customer.</summary>
    public static IReadOnlyList<string> TypesByCustomer { get; } = [.. ObjectKind.All.Where(kind => kind.IsListedByCustomer).Select(kind => kind.Type)];

    /// <summary>Compares the page of a list with the copies. A difference can be a change whose event is on its way.</summary>
    /// <param name="customer">cus_… whose objects are listed; empty for all objects.</param>
    /// <param name="after">Last object of the previous page; null for the first page.</param>
    public Task<ComparedPage> ComparePage(Mode mode, string account, string type, string customer, string? after, CancellationToken stop) =>
        Ask(
            mode,
            account,
            async reader =>
            {
                var kind = ObjectKind.Find(type)!; // lists are created from known types
                var (page, isRestarted) = await FromPlace(after, place => reader.List(kind, place, customer.Length == 0 ? null : ("customer", customer), stop));
                string[] ids = [.. page.Objects.Select(read => read.Id)];
                var copies = await Copies(mode, account, ids, stop);
                string[] differing =
                [
                    .. page
                        .Objects.Where(read =>
                            copies.GetValueOrDefault(read.Id) is not { IsDeleted: false } copy || ObjectBody.Differences(copy.Body, read.Body).Any()
                        )
                        .Select(read => read.Id),
                ];
                return new ComparedPage(ids, differing, page.LastId, page.HasMore) { IsRestarted = isRestarted };
            },
            (error, isPermanent) => new([], [], null, false) { Error = error, IsPermanent = isPermanent },
            stop
        );

    /// <summary>Reads both sides of an object again.</summary>
    public Task<ComparedObject> CompareObject(Mode mode, string account, string type, string id, CancellationToken stop) =>
        Ask(
            mode,
            account,
            async reader =>
            {
                var asked = await Now(stop);
                var there = await reader.ReadOrDeleted(ObjectKind.Find(type)!, id, stop); // candidates have known types
                var copy = (await Copies(mode, account, [id], stop)).GetValueOrDefault(id);
                var isHere = copy is { IsDeleted: false };
                return copy is { IsPending: true } || copy?.ReadAt >= asked || await IsPending(mode, account, id, stop)
                    ? new ComparedObject(true, false, false, null, null, [], null)
                    : new ComparedObject(
                        false,
                        isHere,
                        !there.IsDeleted,
                        copy?.ReadAt,
                        there.Customer ?? copy?.Customer,
                        isHere && !there.IsDeleted ? [.. ObjectBody.Differences(copy!.Body, there.Body).Select(FieldDifference.Of)] : [],
                        null
                    );
            },
            (error, _) => new(false, false, false, null, null, [], error),
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
                var path = $"/v1/events?limit={StripeReader.PageSize}&created[gte]={since.ToUnixTimeSeconds()}";
                var ((bodies, hasMore), isRestarted) = await FromPlace(
                    after,
                    place => reader.ListRaw(place is null ? path : $"{path}&starting_after={Uri.EscapeDataString(place)}", stop)
                );
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
                    hasMore
                )
                {
                    IsRestarted = isRestarted,
                };
            },
            (error, isPermanent) => new(0, [], null, false) { Error = error, IsPermanent = isPermanent },
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
    /// <param name="fail">Gets why the request failed, and whether it would fail again.</param>
    private async Task<T> Ask<T>(Mode mode, string account, Func<StripeReader, Task<T>> ask, Func<string, bool, T> fail, CancellationToken stop)
    {
        var asked = Stopwatch.GetTimestamp();
        try
        {
            return await connections.Find(mode, stop) is { } connection && connection.AccountId == account
                ? await ask(new(clients.Create(connection)))
                : fail("Stripe is no longer connected to this account.", false);
        }
        catch (Exception error) when (StripeFault.Explain(error) is { } explained && !stop.IsCancellationRequested)
        {
            return fail(explained, error is StripeException { HttpStatusCode: HttpStatusCode.Forbidden });
        }
        finally
        {
            await StripeReader.Pause(asked, stop);
        }
    }

    /// <summary>Reads a page, or the first one if the last object of the previous page was deleted.</summary>
    private static async Task<(T Page, bool IsRestarted)> FromPlace<T>(string? after, Func<string?, Task<T>> read)
    {
        try
        {
            return (await read(after), false);
        }
        catch (StripeException gone) when (after is not null && gone.StripeError?.Param == "starting_after")
        {
            return (await read(null), true);
        }
    }

    private async Task<DateTimeOffset> Now(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<DateTimeOffset>("select clock_timestamp()");
    }

    private async Task<IReadOnlyDictionary<string, Copy>> Copies(Mode mode, string account, IReadOnlyList<string> ids, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var found = await work.List<Copy>(
            """
            select o.object_id as id, o.customer, o.is_deleted, o.read_at, o.body::text as body, not o.is_projected as is_pending
              from stripe.objects o
             where o.tenant_id = 'tnt_platform' and o.account_id = @account and o.object_id = any(@ids) and o.mode = @mode
            """,
            new
            {
                mode,
                account,
                ids,
            }
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

    /// <returns>Whether the object is about to be read.</returns>
    private async Task<bool> IsPending(Mode mode, string account, string id, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<bool>(
            $"""
            select exists (select from stripe.events e
                            where e.tenant_id = 'tnt_platform' and e.account_id = @account and e.object_id = @id and e.mode = @mode and e.state = 'pending')
                or exists (select from stripe.reads r
                            where r.tenant_id = 'tnt_platform' and r.account_id = @account and r.object_id = @id and r.mode = @mode and {RequestedReads.IsOpen})
            """,
            new
            {
                mode,
                account,
                id,
            }
        );
    }

    private sealed record Copy(string Id, string? Customer, bool IsDeleted, DateTimeOffset ReadAt, string Body, bool IsPending);

    /// <summary>What Stripe has answered to the request for a page of a list.</summary>
    public record ListAnswer
    {
        /// <summary>Why the request failed; null if it succeeded.</summary>
        public string? Error { get; init; }

        /// <summary>Whether the request would fail again, because the key has no permission for it.</summary>
        public bool IsPermanent { get; init; }

        /// <summary>Whether it is the first page again, because the place in the list no longer exists.</summary>
        public bool IsRestarted { get; init; }
    }

    /// <summary>A page of a list, compared with the copies.</summary>
    /// <param name="Differing">Objects that have no copy, or another one.</param>
    public sealed record ComparedPage(IReadOnlyList<string> Ids, IReadOnlyList<string> Differing, string? LastId, bool HasMore) : ListAnswer;

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

    /// <summary>A member that differs. Values are given for numbers, switches and states, which are not personal.</summary>
    /// <param name="Ours">Null if the copy has none, or if it can be personal.</param>
    public sealed record FieldDifference(string Name, string? Ours, string? Theirs)
    {
        internal static FieldDifference Of((string Name, JsonNode? Ours, JsonNode? Theirs) member) =>
            new(member.Name, Shown(member.Name, member.Ours), Shown(member.Name, member.Theirs));

        private static string? Shown(string name, JsonNode? value) =>
            value?.GetValueKind() switch
            {
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
                JsonValueKind.String when name is "status" or "currency" or "collection_method" or "billing_reason" => value.GetValue<string>(),
                _ => null,
            };
    }

    /// <summary>Events listed by Stripe.</summary>
    public sealed record ListedEvents(int Checked, IReadOnlyList<MissedEvent> Missed, string? LastId, bool HasMore) : ListAnswer;

    /// <summary>An event that Stripe lists and that was not received.</summary>
    public sealed record MissedEvent(string Id, string Type, string? ObjectType, string? ObjectId, string Body);

    /// <summary>An object that is to be read again.</summary>
    public sealed record RequestedObject(string AccountId, string Id, Mode Mode, string Type);
}
