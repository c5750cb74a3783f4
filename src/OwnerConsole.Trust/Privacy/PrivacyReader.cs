using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Reads one privacy request with everything that its page and the API show.</summary>
internal sealed class PrivacyReader(MemberTables tables, ProcessingRecord processing, LogQuery log, PrivacyContacts contacts, TimeProvider clock)
{
    /// <summary>Permission to see members and what is stored about them.</summary>
    internal const string MemberRead = "member.read";

    /// <summary>Members whose rows are counted in each table.</summary>
    internal const int MaxCountedMembers = 10;

    /// <param name="caller">Without access to members, their names and data are left out.</param>
    /// <param name="cursor">Cursor of the previous page of the timeline.</param>
    /// <param name="limit">Maximum number of entries of the timeline.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <exception cref="Problem">404: there is no such request.</exception>
    public async Task<PrivacyRequestReport> Find(Caller caller, string id, string? cursor, int limit, UnitOfWork work)
    {
        if (await PrivacyRequest.List([id], work) is not [var request])
            throw Problem.NotFound("privacy request", id);
        var today = await PrivacyRequestFacts.FindToday(clock.GetUtcNow(), work);
        var showsMembers = caller.CanRead(MemberRead);
        var members = showsMembers ? await ListMembers(request.Members, work) : [];
        // The line about a request that a member sent names it as its subject; other lines of the member are about other requests.
        string[] mentioned = request.IsSentByMember ? [request.Id] : [request.Id, request.RecordedBy];
        var filter = LogFilter.For(caller) with { TenantId = IdGenerator.Platform, Mentions = new(mentioned, [], false) };
        var timeline = await log.Find(filter, cursor, limit, work);
        string?[] people = [request.CheckedBy, .. request.Members];
        var named = timeline.Data.SelectMany(entry => entry.NamedIds).Concat(people.OfType<string>());
        return new(
            PrivacyRequestView.Of(request, today),
            members,
            showsMembers,
            await CountData(members, work),
            request.IsDone ? await PrivacyEvidence.List(request.Runs, request.Members, work) : await PrivacyEvidence.Suggest(request, work),
            await PrivacyMessageRows.List(id, work),
            await contacts.Find(id, work),
            await EmailSetup.IsDone(work),
            timeline,
            await FindTexts(id, work),
            await SentenceRenderer.For(showsMembers ? named : named.Except(request.Members, StringComparer.Ordinal), work)
        );
    }

    /// <param name="ids">Members as recorded. Those who were merged since are replaced by their main record.</param>
    private static Task<IReadOnlyList<PrivacyMember>> ListMembers(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<PrivacyMember>(
            $"""
            select m.member_id as id, m.tenant_id, m.name, m.support_number, t.name as tenant, m.anonymised_at is not null as is_anonymised,
                   exists (select from core.member_restrictions this
                            where this.tenant_id = m.tenant_id and {MemberRestrictions.Person} = m.member_id and this.closed_by is null) as is_restricted
              from core.members m
              join core.tenants t on t.tenant_id = m.tenant_id
             where m.member_id in (select coalesce(w.into_id, m.member_id) from core.members m {MemberSql.MergedIntoJoin("m")} where m.member_id = any(@ids))
             order by m.member_id
            """,
            new { ids = ids.ToArray() }
        );

    private async Task<IReadOnlyList<StoredData>> CountData(IReadOnlyList<PrivacyMember> members, UnitOfWork work)
    {
        var counts = new List<MemberTableCount>();
        foreach (var member in members.Take(MaxCountedMembers)) // each in one statement
            counts.AddRange(await tables.Count(member.TenantId, await MemberRecords.Of(member.TenantId, member.Id, work), work));
        return
        [
            .. counts
                .GroupBy(count => count.Table, StringComparer.Ordinal)
                .OrderBy(table => table.Key, StringComparer.Ordinal)
                .Select(table => new StoredData(
                    table.Key,
                    table.Sum(count => count.Rows),
                    [.. processing.Of(table.Key).Select(activity => activity.Purpose).Distinct(StringComparer.Ordinal)]
                )),
        ];
    }

    /// <returns>Notes and other texts by the run that wrote them, without those that were undone.</returns>
    private static async Task<IReadOnlyDictionary<string, string>> FindTexts(string requestId, UnitOfWork work) => (
            await work.List<TextRow>(
                """
                select x.opened_by as run_id, x.text
                  from (select s.opened_by, s.closed_by, s.note as text from privacy.statuses s where s.tenant_id = 'tnt_platform' and s.request_id = @requestId
                        union all
                        select n.opened_by, n.closed_by, n.note from privacy.notes n where n.tenant_id = 'tnt_platform' and n.request_id = @requestId
                        union all
                        select c.opened_by, c.closed_by, c.note from privacy.identity_checks c where c.tenant_id = 'tnt_platform' and c.request_id = @requestId
                        union all
                        select e.opened_by, e.closed_by, e.reason from privacy.extensions e where e.tenant_id = 'tnt_platform' and e.request_id = @requestId
                        union all
                        select w.opened_by, w.closed_by, 'Email to the person: ' || w.step from privacy.messages w
                         where w.tenant_id = 'tnt_platform' and w.request_id = @requestId and w.email_id is not null) x
                 where x.text is not null
                   and not exists (select from core.runs u where u.run_id = x.closed_by and u.undo_of is not null)
                """,
                new { requestId }
            )
        ).GroupBy(row => row.RunId, StringComparer.Ordinal).ToDictionary(run => run.Key, run => string.Join("\n\n", run.Select(row => row.Text)), StringComparer.Ordinal);

    private sealed record TextRow(string RunId, string Text);
}
