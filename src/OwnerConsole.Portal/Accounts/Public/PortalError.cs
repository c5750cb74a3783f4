using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Portal.Accounts.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Portal.Accounts.Public;

/// <summary>Shows an error as a portal page.</summary>
public static class PortalError
{
    public static IResult Of(Problem problem, string requestId) =>
        new PortalPage(
            PortalNotice.Title(problem.Status),
            Page.Of<PortalNotice>((nameof(PortalNotice.Problem), problem), (nameof(PortalNotice.RequestId), requestId))
        )
        {
            Status = problem.Status,
        };
}
