using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tenants.Members;

/// <summary>Two records of one tenant are one person: the application makes one of both, then the record that goes leads here to the one that stays. Nothing of either is moved.</summary>
public sealed class MergeMember(Tasks tasks, Declarations declarations, Erasures erasures) : ConsoleTask<MergeMember.Input>(tasks, declarations)
{
    /// <param name="Into">the member that stays</param>
    public sealed record Input(
        [Found("member")]
        [StringLength(204)]
        [Description("Who stays: their id, ext: and your own id, or their support number. Of the same tenant.")]
            string Into
    );

    public override Input Example => new("#U123456789");

    public override Declaration Is { get; } =
        new(ConsoleTasks.MergeMembers, "Merge member", "merged")
        {
            Reversal = Reversal.Compensates,
            Outside = true,
            UndoneOutside = true,
            ComesBack = "Both records, each with what was reported of it, also since then.",
        };

    protected override string Subject => TaskSubject.Member;

    /// <remarks>Both are locked, in one order: two merges that cross would wait for each other.</remarks>
    public override async Task<IReadOnlyList<AppliedTo>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        var others = await MergeFacts.Others(ids, input.Into, work);
        var all = (await base.Load([.. ids.Union(others.Values, StringComparer.Ordinal)], input, work)).ToDictionary(one => one.Id, StringComparer.Ordinal);
        var reported = await MergeFacts.Reported(ids, work);
        return
        [
            .. all
                .Values.Where(one => ids.Contains(one.Id))
                .Select(one =>
                    one with
                    {
                        Other = others.TryGetValue(one.Id, out var other) ? all[other] : null,
                        Reported = reported.GetValueOrDefault(one.Id),
                    }
                ),
        ];
    }

    public override Refusal? Refuse(AppliedTo member, Input input) =>
        base.Refuse(member, input)
        ?? (member.Other, member.IsNeeded) switch
        {
            (null, _) => new("unknown_into", $"{member} can be merged with a member of its own tenant only, and it has none of that id."),
            ({ } other, _) when other.Id == member.Id => new("itself", $"{member} can't be merged with itself."),
            ({ MergedInto: { } into } other, _) => new("into_merged", $"{other} was merged into {new Reference(into)}: choose {new Reference(into)}."),
            ({ IsAnonymised: true } other, _) => new("into_anonymised", $"{other} is anonymised."),
            ({ IsUnderway: true } other, _) => new("into_underway", $"{other} is about to be merged itself."),
            (_, true) => new("needed", $"Somebody else is about to be merged into {member}."),
            _ => null,
        };

    public override Decision Decide(AppliedTo member, Input input) =>
        new(
            $"The application makes one of two: {member} leads to {member.Other!} from then on, with {member.Reported.Sessions} sessions and {member.Reported.Purchases} purchases. Name, address and role of {member.Other!} stay; those of {member} are kept with the record.",
            new Effect("merged_into", null, member.Other!.Id)
        )
        {
            Weight = new(People: 1),
            Send = [Tasks.Offer(member.TaskId)],
        };

    /// <summary>The one that stays, as the application knows it.</summary>
    protected override JsonElement Sent(AppliedTo member, Input input) => Json.Element(new { into = new { member.Other!.Id, member.Other.ExternalId } });

    public override async Task<Message?> Finish(string tenantId, string subjectId, string runId, Work work)
    {
        var into = await Merges.Lead(tenantId, subjectId, runId, work);
        // Whoever was anonymised meanwhile is the same person.
        if (into.IsAnonymised)
            await erasures.Erase("member", tenantId, subjectId, work);
        return Message.Event("member.merged", new { into = into.MemberId });
    }

    public override async Task<Message?> Restore(string tenantId, string subjectId, string runId, Work work)
    {
        await Merges.Separate(tenantId, subjectId, runId, work);
        return Message.Event("member.separated", new { });
    }

    /// <summary>Two that have moved on, because either was anonymised or the one that stayed was merged further, are not made two again.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AppliedTo> subjects, string undoneRun, Work work)
    {
        var led = await Merges.Led([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        return await base.Undo(
            [
                .. subjects.Where(subject =>
                    subject.Unsent is not null
                    || (led.Contains(subject.Id) && !subject.IsAnonymised && subject.Other is { IsAnonymised: false, IsUnderway: false })
                ),
            ],
            undoneRun,
            work
        );
    }
}
