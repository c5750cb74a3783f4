using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Deletes occurrences of errors of an anonymised tenant or member, also those that were stored before their tenant was known. Their number is kept.</summary>
public static class ErrorAnonymiser
{
    public static readonly Anonymiser.SpecialRule Rule = new(
        ["errors.events.title", "errors.events.user_id", "errors.events.exceptions", "errors.events.details"],
        """
        delete from errors.events e using core.tenants t
         where t.tenant_id = @tenant
           and (e.tenant_id = @tenant
                or e.tenant_id = 'tnt_platform' and (strpos(e.details::text, '"' || t.tenant_id || '"') > 0 or strpos(e.details::text, '"' || t.external_id || '"') > 0
                                                     or strpos(e.details::text, '"ext:' || t.external_id || '"') > 0))
        """,
        """
        delete from errors.events e using core.members m
         where e.tenant_id = @tenant and m.tenant_id = @tenant and m.member_id = @member and e.user_id = m.external_id
        """
    );

    /// <summary>Deletes the numbers of occurrences by user, also those that were stored before their tenant was known.</summary>
    public static readonly Anonymiser.SpecialRule Users = new(
        ["errors.users.user_id"],
        """
        delete from errors.users u
         where u.tenant_id = @tenant
            or u.tenant_id = 'tnt_platform' and u.user_id in (select m.external_id from core.members m where m.tenant_id = @tenant)
        """,
        """
        delete from errors.users u using core.members m
         where u.tenant_id in (@tenant, 'tnt_platform') and m.tenant_id = @tenant and m.member_id = @member and u.user_id = m.external_id
        """
    );
}
