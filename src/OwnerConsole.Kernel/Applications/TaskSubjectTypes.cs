namespace OwnerConsole.Kernel.Applications;

/// <summary>SQL for the subject of a task: a tenant, a member, or an object of a declared type.</summary>
public static class TaskSubjectTypes
{
    public const string Tenant = "tenant",
        Member = "member";

    /// <summary>The application's own type and id of the subject, as subject_type and subject_external_id; requires a tenant n.</summary>
    internal const string Columns = """
        coalesce(h.type, case when m.member_id is null then 'tenant' else 'member' end) as subject_type,
        coalesce(h.external_id, m.external_id, n.external_id) as subject_external_id
        """;

    /// <param name="row">Alias of a row with tenant_id and subject_id.</param>
    internal static string Joined(string row) =>
        $"""
            left join core.members m on m.tenant_id = {row}.tenant_id and m.member_id = {row}.subject_id
            left join core.application_subjects h on h.tenant_id = {row}.tenant_id and h.subject_id = {row}.subject_id
            """;
}
