using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Tenants.Members.Public;

/// <summary>Finds members by support number, which is unique on the platform: <c>#U123456789</c>.</summary>
public static partial class SupportNumber
{
    /// <param name="typed">A complete number, with or without #.</param>
    /// <returns>The member's id; null when the number is invalid or belongs to no member that the caller can see.</returns>
    public static async Task<string?> Find(string? typed, Caller caller, Mode mode, UnitOfWork work) =>
        typed is not null && Whole().IsMatch(typed) && caller.Can(MemberAddress.Permission)
            ? await work.One<string>(
                """
                select n.member_id
                  from core.support_numbers n join core.tenants t on t.tenant_id = n.tenant_id and t.mode = @mode
                 where n.number = @number and (@onlyTenant::text is null or n.tenant_id = @onlyTenant)
                """,
                new
                {
                    number = $"#{typed.TrimStart('#').ToUpperInvariant()}",
                    mode,
                    onlyTenant = caller.OnlyTenant,
                }
            )
            : null;

    [GeneratedRegex(@"^#?[Uu][0-9]{9}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();
}
