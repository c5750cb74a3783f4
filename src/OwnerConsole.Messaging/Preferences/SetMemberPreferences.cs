using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>Replaces the opt-outs of a member on their request. Members can also change them by the link in an email.</summary>
public sealed class SetMemberPreferences(MessageTopics topics) : Operation<PreferenceFacts, SetMemberPreferences.Input>
{
    public sealed record Input(
        [OptionsFrom(MessageTopics.Source)] [Description("Messages that the member doesn't want. All others are sent.")] IReadOnlyList<string> OptOuts
    );

    public override Input Example => new(["news", "usage:email"]);

    public override OperationDefinition Definition { get; } =
        new("member.set_preferences", "Set message preferences", "changed")
        {
            Group = ActionGroup.Communication,
            Noun = "message preference",
            Synonyms = "unsubscribe, opt out, opt in, topics",
            RestoredByUndo = "The previous preferences, unless they were changed again.",
        };

    public override Task<IReadOnlyList<PreferenceFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => PreferenceFacts.Load(ids, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await PreferenceFacts.Load([subjectId], work) is [var member] ? [("opt_outs", string.Join('\n', member.OptOuts.Select(one => one.Key)))] : [];

    public override Refusal? Refuse(PreferenceFacts member, Input input) =>
        member.IsAnonymised ? new("anonymised", $"{member} is anonymised and receives no messages.")
        : input.OptOuts.Any(key => topics.Find(key.Split(':')[0]) is { IsRequired: true })
            ? new("required_topic", $"Members can't opt out of account and billing messages.")
        : input.OptOuts.Any(key => topics.Read(key) is null)
            ? new("unknown_topic", $"Each opt-out must be an optional topic such as news, or a topic and a channel such as news:email.")
        : Wanted(input).SequenceEqual(member.OptOuts) ? new("no_change", $"{member} already has these preferences.")
        : null;

    public override Decision Decide(PreferenceFacts member, Input input) =>
        new($"The message preferences of {member} are replaced by {Wanted(input).Count:opt-out}.") { Weight = new(People: 1) };

    public override Task Execute(IReadOnlyList<PreferenceFacts> accepted, Input input, UnitOfWork work) =>
        OptOutRows.Replace(
            [.. accepted.Select(member => member.TenantId)],
            [.. accepted.Select(member => member.MemberId)],
            Wanted(input),
            work.RunId!, // set while a run is executed
            work
        );

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PreferenceFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var unchanged = await OptOutRows.FindUnchanged([.. subjects.Select(member => member.Id)], undoneRun, work);
        await OptOutRows.State.CloseOpenedBy(unchanged, undoneRun, work);
        await OptOutRows.State.Reopen(unchanged, undoneRun, work);
        return unchanged;
    }

    private IReadOnlyList<OptOut> Wanted(Input input) => OptOut.Normalize(input.OptOuts.Select(topics.Read).OfType<OptOut>());
}
