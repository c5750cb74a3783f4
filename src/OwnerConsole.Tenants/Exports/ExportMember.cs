using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Exports the rows about one member in each table of members, and the files of the application if it declares the task, such as for a privacy request.</summary>
/// <remarks>The run doesn't wait for the application, because the console's data can be downloaded without its files.</remarks>
public sealed class ExportMember(ApplicationTasks tasks, DeclarationCache declarations) : Operation<ExportMemberFacts, NoInput>
{
    public const string Name = ConsoleTasks.ExportMember;

    public override OperationDefinition Definition { get; } =
        new(Name, "Export member", "exported")
        {
            Synonyms = "download, privacy, data portability, right of access",
            Reversal = Reversal.Never,
            FieldClasses = [FieldClass.Money, FieldClass.Contact], // the export contains both
            NotRestoredByUndo = "Downloaded files can't be recalled. The export can be downloaded for 7 days.",
        };

    public override Task<IReadOnlyList<ExportMemberFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) =>
        ExportMemberFacts.Load(ids, declarations.Current, work);

    public override Refusal? Refuse(ExportMemberFacts member, NoInput input) =>
        member.IsAnonymised ? new("already_anonymised", $"{member} is anonymised.")
        : member.HasExport ? new("already_exported", $"{member} already has an export that can be downloaded. It contains the current data.")
        : member.IsInProgress ? new("export_pending", $"The application is still preparing its files for an earlier export of {member}.")
        : null;

    public override Decision Decide(ExportMemberFacts member, NoInput input) =>
        new(Describe(member))
        {
            Weight = new(People: 1),
            Created = member.NewId,
            Send = member.IsRequested ? [ApplicationTasks.OfferedMessage(member.Target.TaskId)] : [],
        };

    public override async Task Execute(IReadOnlyList<ExportMemberFacts> accepted, NoInput input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into exports.member_archives (tenant_id, archive_id, member_id, task_id, opened_by, opened_at)
            select n.tenant_id, n.archive_id, n.member_id, n.task_id, @run, clock_timestamp()
              from unnest(@tenants, @archives, @members, @requested) n(tenant_id, archive_id, member_id, task_id)
            """,
            new
            {
                tenants = accepted.Select(member => member.TenantId).ToArray(),
                archives = accepted.Select(member => member.NewId).ToArray(),
                members = accepted.Select(member => member.Id).ToArray(),
                requested = accepted.Select(member => member.IsRequested ? member.Target.TaskId : null).ToArray(),
                run = work.RunId,
            }
        );
        await work.SetName([.. accepted.Select(member => (member.NewId, member.TenantId))], "member_archive", "An export");
        TaskTarget[] requested = [.. accepted.Where(member => member.IsRequested).Select(member => member.Target)];
        if (requested.Length > 0)
            await tasks.Create(requested, Definition, _ => Json.Element(input), ConsoleTasks.Options, work);
    }

    private static Sentence Describe(ExportMemberFacts member) =>
        member.IsRequested
            ? Sentence.Say(
                $"Exports the rows about {member} in each table, with messages, errors and privacy requests, but without raw events, and asks your application for its files. Available for 7 days."
            )
            : Sentence.Say(
                $"Exports the rows about {member} in each table, with messages, errors and privacy requests, but without raw events and data of your application. Available for 7 days."
            );
}
