using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Exports;

/// <summary>Exports the rows about one member in each table of members, such as for a privacy request.</summary>
public sealed class ExportMember : Operation<ExportMemberFacts, NoInput>
{
    public const string Name = "member.export";

    public override OperationDefinition Definition { get; } =
        new(Name, "Export member", "exported")
        {
            Synonyms = "download, privacy, data portability, right of access",
            Reversal = Reversal.Never,
            FieldClasses = [FieldClass.Money, FieldClass.Contact], // the export contains both
            NotRestoredByUndo = "Downloaded files can't be recalled. The export can be downloaded for 7 days.",
        };

    public override Task<IReadOnlyList<ExportMemberFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ExportMemberFacts.Load(ids, work);

    public override Refusal? Refuse(ExportMemberFacts member, NoInput input) =>
        member.IsAnonymised ? new("already_anonymised", $"{member} is anonymised.")
        : member.HasExport ? new("already_exported", $"{member} already has an export that can be downloaded. It contains the current data.")
        : null;

    public override Decision Decide(ExportMemberFacts member, NoInput input) =>
        new(
            $"Exports the rows about {member} in each table, with texts of notifications, reported errors and privacy requests, but without raw events. The download is available for 7 days."
        )
        {
            Weight = new(People: 1),
            Created = member.NewId,
        };

    public override async Task Execute(IReadOnlyList<ExportMemberFacts> accepted, NoInput input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into exports.member_archives (tenant_id, archive_id, member_id, opened_by, opened_at)
            select n.tenant_id, n.archive_id, n.member_id, @run, clock_timestamp() from unnest(@tenants, @archives, @members) n(tenant_id, archive_id, member_id)
            """,
            new
            {
                tenants = accepted.Select(member => member.TenantId).ToArray(),
                archives = accepted.Select(member => member.NewId).ToArray(),
                members = accepted.Select(member => member.MemberId).ToArray(),
                run = work.RunId,
            }
        );
        await work.SetName([.. accepted.Select(member => (member.NewId, member.TenantId))], "member_archive", "An export");
    }
}

/// <summary>A member as the subject of an export.</summary>
/// <param name="Revision">Increases with each export.</param>
/// <param name="HasExport">Whether an export can still be downloaded.</param>
public sealed record ExportMemberFacts(string TenantId, string MemberId, long Revision, bool HasExport, bool IsAnonymised) : ISubject
{
    public string Id => MemberId;

    /// <summary>ID of the new export.</summary>
    public string NewId { get; init; } = "";

    public static async Task<IReadOnlyList<ExportMemberFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await MemberRows.Lock(ids, work);
        var members = await work.List<MemberRow>(
            """
            select m.tenant_id, m.member_id, a.revision, a.has_export, m.anonymised_at is not null as is_anonymised
              from core.members m
             cross join lateral (
               select (1 + count(*))::bigint as revision, coalesce(bool_or(e.opened_at > now() - @KeptFor), false) as has_export
                 from exports.member_archives e where e.tenant_id = m.tenant_id and e.member_id = m.member_id) a
             where m.member_id = any(@ids)
             order by m.member_id
            """,
            new { ids, ExportLifetime.KeptFor }
        );
        return
        [
            .. members.Select(member => new ExportMemberFacts(member.TenantId, member.MemberId, member.Revision, member.HasExport, member.IsAnonymised)
            {
                NewId = work.NewId(MemberArchive.Prefix, member.MemberId),
            }),
        ];
    }

    private sealed record MemberRow(string TenantId, string MemberId, long Revision, bool HasExport, bool IsAnonymised);
}
