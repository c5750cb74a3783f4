using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A message of a tenant's sequence, as returned by the API.</summary>
/// <param name="Step">Number of the step, starting with 1.</param>
/// <param name="Channel">email or in_app.</param>
/// <param name="Recipient">ID of the member, or of the tenant for its contact address.</param>
/// <param name="State">queued, sent, failed or skipped.</param>
/// <param name="Reason">Why it was skipped, such as demo, opted_out, consent_withdrawn, suppressed, capped, duplicate, no_address, no_recipient or not_sent; else null.</param>
/// <param name="EmailId">ID of the email; null for a notification, and for an email that was never queued.</param>
public sealed record EnrollmentMessage(int Step, string Channel, string Recipient, string State, string? Reason, string? EmailId)
{
    private const int MaxMessages = 20;

    /// <returns>Messages by the id of the enrollment.</returns>
    public static async Task<ILookup<string, EnrollmentMessage>> Find(string[] enrollments, UnitOfWork work) =>
        (
            await work.List<Row>(
                """
                select e.enrollment_id, m.step + 1 as step, m.channel, m.recipient, m.state, m.reason, m.email_id
                  from automations.enrollments e
                 cross join lateral (
                   select m.step, m.channel, m.recipient, m.state, m.reason, case when m.channel = 'email' then m.reference end as email_id
                     from automations.messages m
                    where m.tenant_id = e.tenant_id and m.enrollment_id = e.enrollment_id
                    order by m.step, m.recipient
                    limit @MaxMessages) m
                 where e.enrollment_id = any(@enrollments)
                 order by m.step, m.recipient
                """,
                new { enrollments, MaxMessages }
            )
        ).ToLookup(
            row => row.EnrollmentId,
            row => new EnrollmentMessage(row.Step, row.Channel, row.Recipient, row.State, row.Reason, row.EmailId),
            StringComparer.Ordinal
        );

    private sealed record Row(string EnrollmentId, int Step, string Channel, string Recipient, string State, string? Reason, string? EmailId);
}
