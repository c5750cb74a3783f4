using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Trust.Team;

/// <summary>People of a role are not shown fields of some classes: in no list, file, number, sentence or answer.</summary>
public sealed class HideFields(Lazy<Catalogue> catalogue) : Operation<RoleFacts, HideFields.Input>
{
    public sealed record Input(
        [ChosenAmong(FieldClassSource.FieldClasses)]
        [Description("What its people are not shown. With none chosen they see all fields.")]
            IReadOnlyList<string>? Hides = null
    );

    public override Input Example => new(["money"]);

    public override Declaration Is =>
        new("role.hide_fields", "Hide fields", "given other fields to see") { StepUp = true, ComesBack = "What the role hid before." };

    public override Task<IReadOnlyList<RoleFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        RoleFacts.Load(ids, [], catalogue.Value, work, Wanted(input));

    public override Refusal? Refuse(RoleFacts role, Input input) =>
        role switch
        {
            { Grants: ["*"] } => new("sees_everything", $"{role} may everything, and sees everything."),
            { Trouble: { } trouble } => trouble,
            _ when Wanted(input).Except(Known, StringComparer.Ordinal).Any() => new(
                "bad_class",
                $"There is no such class of fields. There are: money, contact."
            ),
            _ when Wanted(input).SequenceEqual(role.Hides, StringComparer.Ordinal) => new("no_change", $"{role} hides just this already."),
            _ => null,
        };

    public override Decision Decide(RoleFacts role, Input input) =>
        new(
            Wanted(input).Length == 0
                ? Sentence.Say($"Who has {role} sees all fields, from their next click on.")
                : Sentence.Say($"Who has {role} is not shown what is chosen, from their next click on. They are {role.Holders}, the invited among them."),
            new Effect("hides", role.Hides, Wanted(input))
        );

    public override async Task Execute(IReadOnlyList<RoleFacts> accepted, Input input, Work work)
    {
        await RoleDecision.Hides.Set([.. accepted.Select(role => role.Key)], Wanted(input), work);
        await RoleFacts.Follow([.. accepted.Select(role => role.Id)], work);
    }

    /// <remarks>Who isn't shown everything doesn't bring back a time in which others were.</remarks>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RoleFacts> subjects, string undoneRun, Work work)
    {
        if (work.Caller!.Hides.Count > 0) // who asks is known in a run
            return [];
        var back = await RoleDecision.Hides.TakeBack([.. subjects.Where(role => role.Trouble is null).Select(role => role.Id)], undoneRun, work);
        await RoleFacts.Follow(back, work);
        return back;
    }

    private static IEnumerable<string> Known => Enum.GetValues<FieldClass>().Select(one => one.ToText());

    private static string[] Wanted(Input input) => [.. (input.Hides ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
