namespace OwnerConsole.Kernel.Tenancy;

/// <summary>What statements about people (m) have in common.</summary>
public static class MemberSql
{
    /// <summary>Everything that a person is found by, in small letters: what the index members_by_text is of.</summary>
    public const string Text = "lower(coalesce(m.name, '') || ' ' || coalesce(m.email, '') || ' ' || m.external_id || ' ' || m.support_number)";
}
