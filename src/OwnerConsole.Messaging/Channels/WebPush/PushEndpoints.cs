using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Preferences.Public;

namespace OwnerConsole.Messaging.Channels.WebPush;

/// <summary>API endpoints by which applications report the browsers that their members subscribed.</summary>
public sealed class PushEndpoints(Database database, PushSubscriptions subscriptions, AddressHashes hashes, OutboundHostPolicy hosts, TimeProvider clock)
{
    private const string Address = "/api/v1/members/{id}/push-subscriptions",
        Intake = "push_subscription.report";

    private static readonly PushSubscriptionRequest s_example = new(
        "https://fcm.googleapis.com/fcm/send/dXBkYXRl:APA91bExample",
        new("BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM", "tBHItJI5svbpez7KI4CCXg")
    );

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, (HttpContext context, string id, PushEndpoints self) => self.List(context, id))
            .WithSummary("List the browsers of a member that receive web push, and the public keys with which browsers subscribe.")
            .Produces<PushSubscriptionList>()
            .RequirePermission("member.read");
        routes
            .MapPut(Address, (HttpContext context, string id, PushEndpoints self) => self.Report(context, id))
            .WithSummary(
                "Report a browser that a member subscribed to web push. Repeating it changes nothing. The body is the result of PushSubscription.toJSON()."
            )
            .AcceptsJson<PushSubscriptionRequest>()
            .WithBodyExample(Json.Element(s_example))
            .Produces<PushSubscriptionView>()
            .RequirePermission("member.report");
        routes
            .MapDelete(
                Address + "/{subscription}",
                (HttpContext context, string id, string subscription, PushEndpoints self) => self.Delete(context, id, subscription)
            )
            .WithSummary("Delete a browser of a member, if it is subscribed. It receives no more web push. Returns the remaining browsers.")
            .Produces<PushSubscriptionList>()
            .RequirePermission("member.report");
    }

    private async Task<IResult> List(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        await using var work = await database.Read(context.RequestAborted);
        var (tenantId, memberId) = await Resolve(context, id, work);
        return await Answer(tenantId, memberId, work);
    }

    private async Task<IResult> Report(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var request = await RequestBody.ReadJson<PushSubscriptionRequest>(context, context.RequestAborted);
        request.Check(hosts, clock.GetUtcNow());
        var hash = (await hashes.Of(MessageChannel.Push, request.Endpoint, context.RequestAborted))!; // never null: checked above
        string tenantId,
            memberId,
            channelId;
        IReadOnlyList<string> tenants;
        await using (var reading = await database.Read(context.RequestAborted))
        {
            (tenantId, memberId) = await Resolve(context, id, reading);
            channelId = Choose(request.Channel, await PushChannels(reading));
            tenants = await reading.List<string>(
                "select distinct tenant_id from (select tenant_id from channels.subscriptions where endpoint_hash = @hash union all select @tenantId) t",
                new { hash, tenantId }
            );
        }
        database.DiskSpaceGuard.ThrowIfFull();
        await using var work = await database.Write(WriteOrigin.Intake(Intake), tenants, context.RequestAborted);
        var saved = await subscriptions.Save(tenantId, memberId, channelId, request, hash, tenants, work);
        await work.Commit();
        return Results.Json(saved, Json.ResponseOptions);
    }

    private async Task<IResult> Delete(HttpContext context, string id, string subscription)
    {
        context.Request.RequireKnown();
        string tenantId,
            memberId;
        await using (var reading = await database.Read(context.RequestAborted))
        {
            (tenantId, memberId) = await Resolve(context, id, reading);
            if ((await PushSubscriptions.List(tenantId, memberId, reading)).All(known => known.Id != subscription))
                return await Answer(tenantId, memberId, reading);
        }
        database.DiskSpaceGuard.ThrowIfFull();
        await using (var work = await database.Write(WriteOrigin.Intake(Intake), [tenantId], context.RequestAborted))
        {
            await PushSubscriptions.Delete([tenantId], [subscription], work);
            await work.Commit();
        }
        await using var after = await database.Read(context.RequestAborted);
        return await Answer(tenantId, memberId, after);
    }

    private static async Task<IResult> Answer(string tenantId, string memberId, UnitOfWork work) =>
        Results.Json(new PushSubscriptionList(await PushSubscriptions.List(tenantId, memberId, work), await PushChannels(work)), Json.ResponseOptions);

    /// <returns>The person's main record, which subscribes browsers whichever of their records is named.</returns>
    private static async Task<(string TenantId, string MemberId)> Resolve(HttpContext context, string id, UnitOfWork work)
    {
        var member = await SubjectResolver.Member(Caller.Of(context)!, id, work); // the routes require a permission
        var person =
            await MemberRecords.FindMainUnlessAnonymised(member.TenantId, member.Id, work)
            ?? throw new Problem(409, "anonymised", "The member is anonymised and receives no messages.");
        return (member.TenantId, person);
    }

    private static string Choose(string? asked, IReadOnlyList<PushChannel> channels) =>
        channels.Count == 0 ? throw new Problem(409, "no_web_push", "No channel of web push exists. Add one in the console first, under Messaging > Channels.")
        : asked is null && channels is [var only] ? only.Id
        : channels.FirstOrDefault(channel => channel.Id == asked)?.Id
            ?? throw Problem.Invalid(
                "channel",
                $"must be one of {string.Join(", ", channels.Select(channel => channel.Id))}: the channel with the public key that the browser subscribed to."
            );

    private static async Task<IReadOnlyList<PushChannel>> PushChannels(UnitOfWork work) =>
        [
            .. (await Channel.List(work))
                .Where(channel => channel.PublicKey is not null)
                .Select(channel => new PushChannel(channel.Id, channel.Name, channel.PublicKey!)), // not null: filtered
        ];
}
