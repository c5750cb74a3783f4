using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Addresses;

namespace OwnerConsole.Trust.Privacy;

/// <summary>A privacy request, or the platform for a new one, as the subject of an operation.</summary>
public sealed record PrivacyRequestFacts(string Id, long Revision) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>ID of the new request.</summary>
    public string NewId { get; init; } = "";

    /// <summary>Day of the decision in the reporting time zone.</summary>
    public DateOnly Today { get; init; }

    /// <summary>Day on which a new request was received.</summary>
    public DateOnly ReceivedOn { get; init; }

    /// <summary>Why the input can't be used; null if it can.</summary>
    public Refusal? Problem { get; init; }

    /// <summary>Whether the console can send emails.</summary>
    public bool IsEmailSetUp { get; init; }

    /// <summary>Whether someone reads replies to emails of the console, as far as the address of the sender tells.</summary>
    public bool CanReply { get; init; }

    /// <summary>The person of a new request.</summary>
    internal PrivacyPerson? Person { get; init; }

    /// <summary>Null for a new one, and for one whose recording was undone.</summary>
    internal PrivacyRequest? Request { get; init; }

    public static async Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // The row of each request is locked, so that all of its operations wait for each other.
        await work.List<string>(
            $"select r.opened_by from privacy.requests r where r.tenant_id = 'tnt_platform' and r.request_id = any(@ids) order by r.request_id {work.ForUpdate("r")}",
            new { ids = ids.ToArray() }
        );
        var known = await work.List<RevisionRow>(
            """
            select k.request_id, sum(1 + k.closed)::bigint as revision
              from (select r.request_id, (r.closed_by is not null)::int as closed from privacy.requests r where r.tenant_id = 'tnt_platform' and r.request_id = any(@ids)
                    union all
                    select s.request_id, (s.closed_by is not null)::int from privacy.statuses s where s.tenant_id = 'tnt_platform' and s.request_id = any(@ids)
                    union all
                    select c.request_id, (c.closed_by is not null)::int from privacy.identity_checks c where c.tenant_id = 'tnt_platform' and c.request_id = any(@ids)
                    union all
                    select x.request_id, (x.closed_by is not null)::int from privacy.extensions x where x.tenant_id = 'tnt_platform' and x.request_id = any(@ids)
                    union all
                    select n.request_id, (n.closed_by is not null)::int from privacy.notes n where n.tenant_id = 'tnt_platform' and n.request_id = any(@ids)
                    union all
                    select w.request_id, (w.closed_by is not null)::int from privacy.messages w where w.tenant_id = 'tnt_platform' and w.request_id = any(@ids)) k
             group by k.request_id
             order by k.request_id
            """,
            new { ids = ids.ToArray() }
        );
        var requests = (await PrivacyRequest.List(ids, work)).ToDictionary(request => request.Id, StringComparer.Ordinal);
        var (today, sender) = (await FindToday(work), await EmailSetup.FindSender(work));
        return
        [
            .. known.Select(row => new PrivacyRequestFacts(row.RequestId, row.Revision)
            {
                Today = today,
                IsEmailSetUp = sender is not null,
                CanReply = sender is not null && !NoReplyAddress.IsOne(sender),
                Request = requests.GetValueOrDefault(row.RequestId),
            }),
        ];
    }

    /// <returns>The current day in the reporting time zone.</returns>
    internal static Task<DateOnly> FindToday(UnitOfWork work) => FindToday(work.Now, work);

    /// <returns>The day of a time in the reporting time zone.</returns>
    internal static async Task<DateOnly> FindToday(DateTimeOffset now, UnitOfWork work) => (await ReportingSettings.Of(work)).Zone.DayOf(now);

    /// <returns>Why nothing can be done with the request; null if it needs work.</returns>
    internal static Refusal? FindDone(PrivacyRequestFacts subject) =>
        subject.Request is not { } request ? FindRemoved(subject)
        : request.IsDone ? new("request_done", $"{subject} is already {request.Status}.")
        : null;

    /// <returns>Why nothing can be done with the request; null if it exists.</returns>
    internal static Refusal? FindRemoved(PrivacyRequestFacts subject) =>
        subject.Request is null ? new("removed", $"The recording of {subject} was undone.") : null;

    /// <param name="answersMyself">Whether the team answers instead, so that no email is needed.</param>
    /// <returns>Why the person can't be emailed; null if they can.</returns>
    internal static Refusal? FindEmailProblem(PrivacyRequestFacts subject, bool answersMyself) =>
        PrivacyEmails.Plan(subject, answersMyself) switch
        {
            PrivacyEmailPlan.NoAddress => new("no_email", $"No email address of the person of {subject} is known. Answer the person yourself."),
            PrivacyEmailPlan.EmailNotSetUp => new("email_not_set_up", $"No mail server is set up. Set one up in the settings."),
            _ => null,
        };

    private sealed record RevisionRow(string RequestId, long Revision);
}
