using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Empties the rows of imported files about an anonymised tenant or member. Their results are kept.</summary>
public static class ImportAnonymiser
{
    private const string Emptied = "cells = '[]', key = r.place::text, reason = null, body = null, written = null, before = null";

    public static readonly Anonymiser.SpecialRule Rule = new(
        ["imports.rows.before", "imports.rows.body", "imports.rows.cells", "imports.rows.key", "imports.rows.reason", "imports.rows.written"],
        $"update imports.rows r set {Emptied} where r.tenant_id = 'tnt_platform' and r.about = @tenant",
        $"""
        update imports.rows r set {Emptied}
          from core.members m
         where m.tenant_id = @tenant and m.member_id = @member and r.tenant_id = 'tnt_platform' and r.about = @tenant
           and r.key = m.tenant_id || ' ' || m.external_id
        """
    );
}
