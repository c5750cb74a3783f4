using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Duplicates;

namespace OwnerConsole.Tenants.Members;

/// <summary>
/// Merges two records of the same person in one tenant. The application merges them first, then the merged record refers to the remaining one. No data is moved.
/// The application takes the chosen fields from the merged record and reports them, so an undo changes no field here.
/// </summary>
public sealed class MergeMember(ApplicationTasks tasks, DeclarationCache declarations, ErasureLedger erasures)
    : ConsoleTask<MergeMember.Input>(tasks, declarations)
{
    /// <summary>Input of the operation.</summary>
    /// <param name="Into">The remaining member.</param>
    /// <param name="Name">Record whose name remains.</param>
    /// <param name="Email">Record whose email remains.</param>
    /// <param name="Phone">Record whose phone number remains.</param>
    /// <param name="Role">Record whose role remains.</param>
    /// <param name="Language">Record whose language remains.</param>
    /// <param name="TimeZone">Record whose time zone remains.</param>
    /// <param name="CustomAttributes">Record whose attributes remain.</param>
    public sealed record Input(
        [Lookup("member")]
        [StringLength(204)]
        [Description("Member to keep: their ID, ext: followed by your ID, or their support number. Must belong to the same tenant.")]
            string Into,
        [Description("Record whose name remains.")] MergeSource Name = MergeSource.Kept,
        [Description("Record whose email remains.")] MergeSource Email = MergeSource.Kept,
        [Description("Record whose phone number remains.")] MergeSource Phone = MergeSource.Kept,
        [Description("Record whose role remains.")] MergeSource Role = MergeSource.Kept,
        [Description("Record whose language remains.")] MergeSource Language = MergeSource.Kept,
        [Description("Record whose time zone remains.")] MergeSource TimeZone = MergeSource.Kept,
        [Description("Record whose attributes remain.")] MergeSource CustomAttributes = MergeSource.Kept
    );

    public override Input Example => new("#U123456789");

    public override OperationDefinition Definition { get; } =
        new(ConsoleTasks.MergeMembers, "Merge member", "merged")
        {
            Synonyms = "merge, duplicate, duplicates",
            Reversal = Reversal.Compensates,
            IsExternal = true,
            IsUndoExternal = true,
            RestoredByUndo = "Both records are separate again, each with its own data, including data reported since the merge.",
        };

    protected override string Subject => TaskSubjectTypes.Member;

    /// <remarks>Both members are locked in a fixed order, so two crossing merges don't deadlock.</remarks>
    public override async Task<IReadOnlyList<TaskTarget>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var others = await MergeFacts.Others(ids, input.Into, work);
        var all = (await base.Load([.. ids.Union(others.Values, StringComparer.Ordinal)], input, work)).ToDictionary(
            taskTarget => taskTarget.Id,
            StringComparer.Ordinal
        );
        var reported = await MergeFacts.Reported(ids, work);
        return
        [
            .. all
                .Values.Where(value => ids.Contains(value.Id))
                .Select(taskTarget =>
                    taskTarget with
                    {
                        Other = others.TryGetValue(taskTarget.Id, out var other) ? all[other] : null,
                        Reported = reported.GetValueOrDefault(taskTarget.Id),
                    }
                ),
        ];
    }

    public override Refusal? Refuse(TaskTarget member, Input input) =>
        base.Refuse(member, input)
        ?? (member.Other, member.IsNeeded) switch
        {
            (null, _) => new("unknown_into", $"The tenant of {member} has no other member with this ID. Members can be merged only within their tenant."),
            ({ } other, _) when other.Id == member.Id => new("itself", $"{member} can't be merged with itself."),
            ({ MergedInto: { } into } other, _) => new(
                "into_merged",
                $"{other} was merged into {new EntityReference(into)}: choose {new EntityReference(into)} instead."
            ),
            ({ IsAnonymised: true } other, _) => new("into_anonymised", $"{other} is anonymised."),
            ({ IsInProgress: true } other, _) => new("merge_in_progress", $"{other} is already being merged."),
            (_, true) => new("needed", $"Another member is being merged into {member}."),
            _ => null,
        };

    public override Decision Decide(TaskTarget member, Input input)
    {
        var fields = MergedFields.Of(input);
        // A chosen field names its record instead of its value, which the log must not contain.
        Effect[] effects = [new("merged_into", null, member.Other!.Id), .. fields.Select(field => new Effect($"{field}_from", null, member.Id))];
        return new(
            fields.Count == 0
                ? Sentence.Say(
                    $"Your application merges {member} into {member.Other}, with {member.Reported.Sessions:session} and {member.Reported.Purchases:purchase}. The name, email and role of {member.Other} stay; those of {member} are kept in the merged record."
                )
                : Sentence.Say(
                    $"Your application merges {member} into {member.Other}, with {member.Reported.Sessions:session} and {member.Reported.Purchases:purchase}, and takes {fields.Count:field} from {member}. The other fields of {member.Other} stay."
                ),
            effects
        )
        {
            Weight = new(People: 1),
            Send = [ApplicationTasks.OfferedMessage(member.TaskId)],
        };
    }

    protected override Task<IReadOnlyList<SummaryLine>> Summarise(TaskTarget member, Input input, UnitOfWork work) =>
        MergedValues.Compare(member.Id, member.Other!.Id, input, work);

    /// <summary>Sends the remaining member with the application's id, and the names of the chosen fields. Both records are the application's own, so it knows their values.</summary>
    protected override JsonElement GetPayload(TaskTarget member, Input input)
    {
        var into = new { member.Other!.Id, member.Other.ExternalId };
        return MergedFields.Of(input) is { Count: > 0 } fields ? Json.Element(new { into, fields }) : Json.Element(new { into });
    }

    public override async Task<Message?> Finish(string tenantId, string subjectId, string runId, UnitOfWork work)
    {
        var into = await MemberMerges.Merge(tenantId, subjectId, runId, work);
        // If the remaining member was anonymised in the meantime, the merged record is the same person and is erased too.
        if (into.IsAnonymised)
            await erasures.Erase("member", tenantId, subjectId, work);
        return Message.Event("member.merged", new { into = into.MemberId });
    }

    public override async Task<Message?> Restore(string tenantId, string subjectId, string runId, UnitOfWork work)
    {
        await MemberMerges.Separate(tenantId, subjectId, runId, work);
        return Message.Event("member.separated", new { });
    }

    /// <summary>Skips merges that can't be undone because a member was anonymised or the remaining member was merged again.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<TaskTarget> subjects, string undoneRun, UnitOfWork work)
    {
        var led = await MemberMerges.FindMerged([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        return await base.Undo(
            [
                .. subjects.Where(subject =>
                    subject.Unsent is not null
                    || (led.Contains(subject.Id) && !subject.IsAnonymised && subject.Other is { IsAnonymised: false, IsInProgress: false })
                ),
            ],
            undoneRun,
            work
        );
    }
}
