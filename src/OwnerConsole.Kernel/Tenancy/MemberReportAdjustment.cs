using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Changes or removes reports of members in the transaction that stores them, after the tenant is locked and before anything is written.</summary>
/// <param name="reports">Reports of members of one tenant.</param>
/// <param name="work">Transaction that names the tenant and the platform.</param>
/// <returns>The reports to store.</returns>
public delegate Task<IReadOnlyList<MemberReports.Item>> MemberReportAdjustment(IReadOnlyList<MemberReports.Item> reports, UnitOfWork work);
