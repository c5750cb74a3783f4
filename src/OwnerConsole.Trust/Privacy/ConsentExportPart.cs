using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Legal bases and consents of the members of a tenant in an export.</summary>
internal static class ConsentExportPart
{
    public static readonly ExportPart Consents = new(
        "consents",
        """
        select c.consent_id as id, c.member_id, c.purpose, c.legal_basis, c.state, c.changed_at, c.text_version, c.source, c.opened_at as reported_at
          from core.consents c where c.tenant_id = @tenant and c.consent_id > @after order by c.consent_id limit @most
        """
    );
}
