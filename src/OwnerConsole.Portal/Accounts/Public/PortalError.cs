using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Portal.Accounts.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Portal.Accounts.Public;

/// <summary>Shows an error as a portal page.</summary>
public static class PortalError
{
    public static IResult Of(Problem problem, string requestId) =>
        new PortalPageResult(
            PortalNotice.Title(problem.Status),
            PageResult.Of<PortalNotice>((nameof(PortalNotice.Problem), problem), (nameof(PortalNotice.RequestId), requestId))
        )
        {
            Status = problem.Status,
        };
}
