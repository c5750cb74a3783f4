using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Messaging.Broadcasts;

/// <summary>Changes the content or the audience of a broadcast of which nothing was sent.</summary>
public sealed class ChangeBroadcast(Database database, RecipientReader reader) : Operation<BroadcastFacts, BroadcastInput>
{
    public const string Name = "broadcast.change";

    public override BroadcastInput Example => new("New reports", "**Reports** are ready.", BroadcastKind.FeatureUpdate);

    public override OperationDefinition Definition =>
        new(Name, "Change broadcast", "changed") { RestoredByUndo = "The previous content and audience, unless they were changed again or sent." };

    public override async Task<IReadOnlyList<BroadcastFacts>> Load(IReadOnlyList<string> ids, BroadcastInput input, UnitOfWork work)
    {
        var loaded = new List<BroadcastFacts>();
        foreach (var subject in await BroadcastFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], database, work)) // usually one
            loaded.Add(await BroadcastPlan.With(subject, input, reader, database, work));
        return loaded;
    }

    public override Task<IReadOnlyList<BroadcastFacts>> LoadForUndo(IReadOnlyList<string> ids, BroadcastInput input, UnitOfWork work) =>
        BroadcastFacts.Load([.. ids.Where(id => id != IdGenerator.Platform)], database, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await Broadcast.Find(subjectId, work) is { } broadcast ? Values(broadcast) : [];

    /// <returns>The values of a form by their names.</returns>
    internal static IReadOnlyList<(string Name, string? Value)> Values(Broadcast broadcast)
    {
        var (audience, query) = (broadcast.Audience, broadcast.Audience.Query);
        var others = query.Where(pair => pair.Key is not ("plan" or "status" or "tag"));
        return
        [
            ("subject", broadcast.Subject),
            ("body", broadcast.Body),
            ("kind", broadcast.Kind.ToText()),
            ("priority", broadcast.Priority.ToText()),
            ("channels", string.Join('\n', broadcast.Channels)),
            ("link", broadcast.Link),
            ("link_label", broadcast.LinkLabel),
            ("roles", string.Join('\n', audience.Roles)),
            ("owners_only", audience.OwnersOnly ? "true" : "false"),
            ("plan", query.GetValueOrDefault("plan")),
            ("status", query.GetValueOrDefault("status")),
            ("tag", query.GetValueOrDefault("tag")),
            ("filter", string.Join('&', others.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))),
            ("tenants", string.Join('\n', audience.Tenants)),
        ];
    }

    public override Refusal? Refuse(BroadcastFacts subject, BroadcastInput input) =>
        subject switch
        {
            { Broadcast: null } => BroadcastRefusals.Deleted,
            { Broadcast.IsOpen: false } => BroadcastRefusals.AlreadySending,
            { IsTenantUnknown: true } => BroadcastRefusals.UnknownTenant,
            _ when IsSame(subject, input) => new("no_change", $"The broadcast already has this content and audience."),
            _ => null,
        };

    public override Decision Decide(BroadcastFacts subject, BroadcastInput input) =>
        new($"This content and audience replace those of {subject}; {subject.Reach!.Recipients:member} would receive it now."); // not null: it is read for each change

    public override async Task Execute(IReadOnlyList<BroadcastFacts> accepted, BroadcastInput input, UnitOfWork work)
    {
        foreach (var subject in accepted) // usually one
            await BroadcastRows.Open(BroadcastRows.Draft(subject.Id, subject.Mode, input, subject.Audience!, work), work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<BroadcastFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var open = subjects.Where(subject => subject.Broadcast is { IsOpen: true }).Select(subject => subject.Id).ToArray();
        var restored = await Broadcast.Versions.Undo(open, undoneRun, work);
        await BroadcastRows.RestoreNames(restored, work);
        return restored;
    }

    private static bool IsSame(BroadcastFacts subject, BroadcastInput input) =>
        subject.Broadcast is { } now
        && (now.Subject, now.Body, now.Kind, now.Priority, now.Link, now.LinkLabel)
            == (input.Subject.Trim(), input.Body.Trim(), input.Kind, input.Priority, input.Link.TrimToNull(), input.LinkLabel.TrimToNull())
        && now.Channels.SequenceEqual(BroadcastRows.Channels(input))
        && Json.Text(now.Audience) == Json.Text(subject.Audience);
}
