using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>API endpoints by which applications show and report what their members want to receive.</summary>
public sealed class PreferenceEndpoints(Database database, MemberPreferences preferences, MessageTopics topics)
{
    private const string Address = "/api/v1/members/{id}/preferences";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Address, (HttpContext context, string id, PreferenceEndpoints self) => self.Find(context, id))
            .WithSummary("Get the topics of messages, and what a member has opted out of.")
            .Produces<PreferencesView>()
            .RequirePermission("member.read");
        routes
            .MapPut(Address, (HttpContext context, string id, PreferenceEndpoints self) => self.Report(context, id))
            .WithSummary("Replace the opt-outs of a member by those that the member chose in your application.")
            .AcceptsJson<PreferencesRequest>()
            .WithBodyExample(Json.Element(new PreferencesRequest([new("news"), new("usage", MessageChannel.Email)])))
            .Produces<PreferencesView>()
            .RequirePermission("member.report");
    }

    private async Task<IResult> Find(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var (tenantId, memberId) = await Resolve(context, id);
        return Answer(await preferences.Find(tenantId, memberId, context.RequestAborted));
    }

    private async Task<IResult> Report(HttpContext context, string id)
    {
        context.Request.RequireKnown();
        var asked = await RequestBody.ReadJson<PreferencesRequest>(context, context.RequestAborted);
        foreach (var (one, place) in asked.OptOuts.Select((one, place) => (one, place)))
            if (topics.Read(one.Key) is null)
                throw Problem.Invalid(
                    $"opt_outs[{place}]",
                    $"must have one of the topics {string.Join(", ", topics.Optional.Select(topic => topic.Key))}, and one of the channels {string.Join(", ", MessageTopics.Channels.Select(channel => channel.ToText()))} or null."
                );
        var (tenantId, memberId) = await Resolve(context, id);
        // The route requires a permission, so there is a caller.
        return Answer(await preferences.Change(tenantId, memberId, _ => asked.OptOuts, Caller.Of(context)!.Id, context.RequestAborted));
    }

    private async Task<(string TenantId, string MemberId)> Resolve(HttpContext context, string id)
    {
        await using var work = await database.Read(context.RequestAborted);
        var member = await SubjectResolver.Member(Caller.Of(context)!, id, work); // the routes require a permission
        return (member.TenantId, member.Id);
    }

    private IResult Answer(IReadOnlyList<OptOut>? optOuts) =>
        optOuts is null
            ? throw new Problem(409, "anonymised", "The member is anonymised and receives no messages.")
            : Results.Json(
                new PreferencesView(optOuts, [.. topics.All.Select(topic => new TopicView(topic.Key, topic.Title, topic.Description, topic.IsRequired))]),
                Json.ResponseOptions
            );
}

/// <summary>What a member has opted out of.</summary>
/// <param name="OptOuts">Messages that the member doesn't want. All others are sent.</param>
public sealed record PreferencesRequest(IReadOnlyList<OptOut> OptOuts);

/// <summary>Preferences of a member, and the topics to choose from.</summary>
/// <param name="OptOuts">Messages that the member doesn't want. All others are sent.</param>
/// <param name="Topics">All topics of messages.</param>
public sealed record PreferencesView(IReadOnlyList<OptOut> OptOuts, IReadOnlyList<TopicView> Topics);

/// <summary>A topic of messages.</summary>
/// <param name="Key">Key of the topic.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Description">What the messages are about.</param>
/// <param name="IsRequired">Whether members can't opt out.</param>
public sealed record TopicView(string Key, string Title, string Description, bool IsRequired);
