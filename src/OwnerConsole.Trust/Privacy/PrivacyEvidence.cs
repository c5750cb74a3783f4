using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Finds the runs that fulfilled privacy requests.</summary>
public sealed class PrivacyEvidence(Database database)
{
    internal const string Export = "member.export",
        Erase = "member.anonymise";

    /// <summary>Maximum number of runs of a request.</summary>
    private const int MaxRuns = 20;

    /// <summary>Condition for a task t that adds the application's files to an export of a member. The export is incomplete until it is done.</summary>
    private const string IsExport = "t.kind = 'member.export'";

    /// <summary>Whether a run (r) is complete. The application answers a part of an export after the run, so one whose parts are all open or failed isn't.</summary>
    private const string IsDone = $"""
        (r.state in ('done', 'partly')
         and (not exists (select from core.tasks t where t.run_id = r.run_id and {IsExport})
              or exists (select from core.tasks t where t.run_id = r.run_id and {IsExport} and t.state = 'done')))
        """;

    /// <summary>
    /// Whether a run (r) about the record that a member (m) was merged into (w) is also about the member. Files that the application sent for an export before
    /// the merge aren't; everything else follows the merge.
    /// </summary>
    private const string IsOfMerged = $"""
        (w.from_at <= r.started_at
         or not exists (select from core.tasks t where t.tenant_id = m.tenant_id and t.run_id = r.run_id and t.subject_id = w.into_id and {IsExport}))
        """;

    /// <returns>Operation that does what a request asks for; null if the console has none.</returns>
    internal static string? FindOperation(PrivacyRequestKind kind) =>
        kind switch
        {
            PrivacyRequestKind.Export => Export,
            PrivacyRequestKind.Erase => Erase,
            PrivacyRequestKind.Restrict or PrivacyRequestKind.Object => RestrictMember.Name,
            _ => null,
        };

    /// <param name="work">The preview or the run, which can't read subjects of tenants itself.</param>
    /// <returns>The runs that exist, with those of the members whom they are about.</returns>
    internal async Task<IReadOnlyList<PrivacyRun>> Find(string[] runs, string[] members, UnitOfWork work)
    {
        if (runs.Length > MaxRuns)
            return [];
        await using var reading = await database.Read(work.Stop);
        return await List(runs, members, reading);
    }

    /// <param name="reading">Can read all tenants.</param>
    /// <returns>The runs that exist, with those of the members whom they are about.</returns>
    internal static Task<IReadOnlyList<PrivacyRun>> List(IReadOnlyCollection<string> runs, IReadOnlyCollection<string> members, UnitOfWork reading) =>
        reading.List<PrivacyRun>(
            $"""
            select r.run_id, r.operation, r.started_at, {IsDone} as is_done, {s_doneMembers} as members, {s_isPending} as is_pending
              from core.runs r
             where r.run_id = any(@runs) and r.undo_of is null
             order by r.run_id
            """,
            new { runs = runs.ToArray(), members = members.ToArray() }
        );

    /// <summary>
    /// Those of the members for whom a run (r) was done and not undone, with the application's part of an export. A run about the tenant is about its members, too.
    /// Of a member who was merged since, both the recorded and the main record are listed.
    /// </summary>
    private static readonly string s_doneMembers = $"""
        array(select distinct v.id
                from core.members m {MemberSql.MergedIntoJoin("m")}
               cross join lateral (values (m.member_id), (w.into_id)) v(id)
               where m.member_id = any(@members) and v.id is not null
                 and exists (select from core.run_subjects s
                              where s.tenant_id = m.tenant_id and s.run_id = r.run_id and s.state = 'done'
                                and (s.subject_id in (m.member_id, m.tenant_id) or s.subject_id = w.into_id and {IsOfMerged}))
                 and not exists (select from core.tasks t
                                  where t.tenant_id = m.tenant_id and t.run_id = r.run_id and t.subject_id in (m.member_id, w.into_id) and {IsExport} and t.state <> 'done')
               order by 1)
        """;

    /// <summary>Whether the application is still preparing its part of an export of one of the members, for a run (r). Other members of the run don't matter.</summary>
    private static readonly string s_isPending = $"""
        exists (select from core.members m {MemberSql.MergedIntoJoin("m")}
                 join core.tasks t on t.tenant_id = m.tenant_id and t.run_id = r.run_id and t.subject_id in (m.member_id, w.into_id)
                where m.member_id = any(@members) and {IsExport} and t.ended_at is null)
        """;

    /// <param name="isExplained">Whether a written reason says how the request was fulfilled.</param>
    /// <returns>Why the runs can't be the evidence of a request; null if they can.</returns>
    internal static Refusal? FindProblem(IReadOnlyList<string> runs, IReadOnlyList<PrivacyRun> found, IReadOnlyList<string> members, bool isExplained) =>
        runs.Count > MaxRuns ? new("too_many_runs", Sentence.Say($"A request can name at most {MaxRuns} runs."))
        : found.Count < runs.Count ? new("unknown_run", Sentence.Say($"One of the runs does not exist."))
        : found.Any(run => !run.IsDone) ? new("run_not_done", Sentence.Say($"One of the runs is not complete, or was undone."))
        : found.Any(run => !run.Members.Intersect(members, StringComparer.Ordinal).Any())
            ? new("other_person", Sentence.Say($"One of the runs is not about the person of this request."))
        : !isExplained && members.Except(found.SelectMany(run => run.Members), StringComparer.Ordinal).Any()
            ? new(
                "person_left",
                Sentence.Say($"The runs don't cover all members of this request. Add the runs of the others, or enter how the request was fulfilled for them.")
            )
        : null;

    /// <summary>
    /// Finds what was done for a request since it was recorded, by the operation that belongs to its kind. An export that could still be downloaded at that time
    /// counts, too, because it can't be repeated before.
    /// </summary>
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>The newest runs first.</returns>
    internal static async Task<IReadOnlyList<PrivacyRun>> Suggest(PrivacyRequest request, UnitOfWork reading) =>
        FindOperation(request.Kind) is not { } operation || request.Members.Count == 0
            ? []
            : await reading.List<PrivacyRun>(
                $"""
                select r.run_id, r.operation, r.started_at, {IsDone} as is_done, {s_doneMembers} as members, {s_isPending} as is_pending
                  from core.runs r
                 where r.operation = @operation and r.undo_of is null and r.started_at >= @since
                   and exists (select from core.members m {MemberSql.MergedIntoJoin("m")}
                                join core.run_subjects s on s.tenant_id = m.tenant_id and s.run_id = r.run_id and s.state = 'done' and s.subject_id in (m.member_id, w.into_id)
                               where m.member_id = any(@members))
                 order by r.started_at desc, r.run_id desc
                 limit @MaxRuns
                """,
                new
                {
                    operation,
                    since = request.Kind is PrivacyRequestKind.Export ? request.RecordedAt - ExportLifetime.KeptFor : request.RecordedAt,
                    members = request.Members.ToArray(),
                    MaxRuns,
                }
            );
}

/// <summary>A run that fulfilled a request, or can.</summary>
/// <param name="RunId">ID of the run.</param>
/// <param name="Operation">Name of its operation.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="IsDone">Whether it is complete and was not undone.</param>
/// <param name="Members">IDs of the members of the person for whom it was done and not undone. Of a member who was merged since, both IDs.</param>
/// <param name="IsPending">Whether the application is still preparing its files for an export.</param>
public sealed record PrivacyRun(string RunId, string Operation, DateTimeOffset StartedAt, bool IsDone, IReadOnlyList<string> Members, bool IsPending);
