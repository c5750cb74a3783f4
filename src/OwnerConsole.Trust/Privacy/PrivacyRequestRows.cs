using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Trust.Privacy.Pages;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Writes rows of privacy requests.</summary>
internal static class PrivacyRequestRows
{
    /// <summary>Adds a request.</summary>
    /// <param name="by">Member who sent it; null for the run.</param>
    public static async Task Open(string id, PrivacyRequestInput input, PrivacyPerson person, DateOnly receivedOn, UnitOfWork work, string? by = null)
    {
        await work.Execute(
            """
            insert into privacy.requests (tenant_id, request_id, kind, law, members, email, received_on, due_on, acknowledge_by, source, opened_by, opened_at)
            values ('tnt_platform', @id, @Kind, @Law, @members, @Email, @receivedOn, @dueOn, @acknowledgeBy, @Source, @run, clock_timestamp())
            """,
            new
            {
                id,
                input.Kind,
                input.Law,
                members = person.Members.ToArray(),
                person.Email,
                receivedOn,
                dueOn = PrivacyDeadline.DueOn(input.Law, input.Kind, receivedOn),
                acknowledgeBy = PrivacyDeadline.AcknowledgeBy(input.Law, input.Kind, receivedOn),
                input.Source,
                run = by ?? work.RunId,
            }
        );
        // The name contains nothing about the person, because sentences of the log show it.
        await work.SetName(
            id,
            PrivacyRequest.EntityKind,
            string.Create(CultureInfo.InvariantCulture, $"{PrivacyLabels.Title(input.Kind, input.Law)} from {receivedOn:yyyy-MM-dd}")
        );
    }

    /// <summary>Replaces the status of requests.</summary>
    /// <param name="runs">IDs of the runs that fulfilled them.</param>
    /// <param name="by">Member who sent the request; null for the run.</param>
    public static async Task Reach(
        IReadOnlyCollection<string> ids,
        PrivacyRequestStatus status,
        string? note,
        IReadOnlyCollection<string> runs,
        UnitOfWork work,
        string? by = null
    )
    {
        await PrivacyRequest.Statuses.Close(ids, work);
        await work.Execute(
            """
            insert into privacy.statuses (tenant_id, request_id, status, note, runs, opened_by, opened_at)
            select 'tnt_platform', id, @status, @note, @runs, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids = ids.ToArray(),
                status,
                note,
                runs = runs.ToArray(),
                run = by ?? work.RunId,
            }
        );
    }

    /// <summary>Adds to requests how the identity of the person was verified.</summary>
    /// <param name="by">Member who was signed in; null for the run and its caller.</param>
    public static Task AddIdentity(IReadOnlyCollection<string> ids, IdentityMethod method, string? note, UnitOfWork work, string? by = null) =>
        work.Execute(
            """
            insert into privacy.identity_checks (tenant_id, request_id, method, note, checked_by, opened_by, opened_at)
            select 'tnt_platform', id, @method, @note, @checkedBy, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids = ids.ToArray(),
                method,
                note,
                checkedBy = by ?? (work.Caller ?? Caller.System).Id,
                run = by ?? work.RunId,
            }
        );

    /// <summary>Adds a note to requests.</summary>
    /// <param name="by">Member who wrote it; null for the run.</param>
    public static Task AddNote(IReadOnlyCollection<string> ids, string note, UnitOfWork work, string? by = null) =>
        work.Execute(
            """
            insert into privacy.notes (tenant_id, request_id, note, opened_by, opened_at)
            select 'tnt_platform', id, @note, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids = ids.ToArray(),
                note,
                run = by ?? work.RunId,
            }
        );
}
