using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>
/// Removes the address and the note of a person from the inputs of the runs that recorded their privacy requests. These runs are about the platform, so the rules
/// for runs about members don't find them.
/// </summary>
internal static class PrivacyInputAnonymiser
{
    private const string Runs = "select q.opened_by from privacy.requests q where q.tenant_id = 'tnt_platform'",
        Requests = "select q.request_id from privacy.requests q where q.tenant_id = 'tnt_platform'",
        IsOfTenant = "exists (select from core.members m where m.tenant_id = @tenant and m.member_id = any(q.members))",
        IsOfMember = "q.members @> array[@member]";

    public static readonly Anonymiser.SpecialRule Rule = new([], Remove($"{Runs} and {IsOfTenant}"), Remove($"{Runs} and {IsOfMember}"));

    /// <summary>Removes what members wrote in the portal. Notes of the team stay as evidence.</summary>
    public static readonly Anonymiser.SpecialRule Messages = new(
        [],
        """
        update privacy.notes n set note = ''
          from core.members m
         where m.tenant_id = @tenant and n.tenant_id = 'tnt_platform' and n.opened_by = m.member_id
        """,
        "update privacy.notes n set note = '' where n.tenant_id = 'tnt_platform' and n.opened_by = @member"
    );

    /// <summary>Empties the values of emails that were sent to the person, such as the reason of a refusal. One that is waiting keeps them until it is sent.</summary>
    public static readonly Anonymiser.SpecialRule Emails = new(
        [],
        Anonymiser.EmptyEmails($"{Requests} and {IsOfTenant}"),
        Anonymiser.EmptyEmails($"{Requests} and {IsOfMember}")
    );

    private static string Remove(string runs) => Anonymiser.RemoveFromInputs(runs, "email", "note");
}
