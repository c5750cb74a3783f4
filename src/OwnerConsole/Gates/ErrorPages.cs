using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Portal.Accounts.Public;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Gates;

/// <summary>Renders errors for people: a toast for htmx requests, otherwise a page.</summary>
internal static class ErrorPages
{
    public static async Task Write(HttpContext context, Problem problem)
    {
        if (PortalResponses.IsPortal(context))
        {
            await PortalResponses.UsePlatformWords(context);
            await PortalError.Of(problem, context.TraceIdentifier).ExecuteAsync(context);
            return;
        }
        var who = await Who(context, problem);
        if (RequestKind.IsFragment(context))
        {
            context.Response.Headers["HX-Reswap"] = "none"; // keeps the content of the page; the toast has its own target
            var toast = new Toast(problem.Message, Tone.Bad) { Detail = who };
            await new ComponentResult(typeof(ToastPartial), (nameof(ToastPartial.Toast), toast)) { Status = problem.Status }.ExecuteAsync(context);
            return;
        }
        var title = ErrorNotice.Title(problem.Status);
        var notice = PageResult.Of<ErrorNotice>(("Problem", problem), ("Who", who), ("RequestId", context.TraceIdentifier));
        // The frame for signed-in users queries the database. If that fails or is overloaded, a page without the frame is rendered.
        IResult page =
            Caller.Of(context) is { Kind: CallerKind.Person } && problem.Status is < 500 and not 429
                ? new PageResult(title, notice) { Status = problem.Status }
                : new SignedOutPageResult(title, notice) { Status = problem.Status };
        await page.ExecuteAsync(context);
    }

    /// <returns>A sentence that names who has the missing permission; null for other errors.</returns>
    private static async Task<string?> Who(HttpContext context, Problem problem)
    {
        if (problem.MissingPermission is not { } permission || Caller.Of(context) is not { Kind: CallerKind.Person } caller)
            return null;
        await using var work = await context.RequestServices.GetRequiredService<Database>().Read(context.RequestAborted);
        return await context.RequestServices.GetRequiredService<DenialExplainer>().DescribeWhoCan(caller, permission, work);
    }
}
