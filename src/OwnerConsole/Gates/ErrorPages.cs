using Microsoft.AspNetCore.Http.HttpResults;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Gates;

/// <summary>An error for people: a toast where htmx asked for a part of the page, a page otherwise.</summary>
internal static class ErrorPages
{
    public static Task Write(HttpContext context, Problem problem)
    {
        Renew(context);
        context.Response.Headers.Remove("blazor-enhanced-nav"); // a page that failed half-way has added it, and adding it twice fails again
        if (Answer.IsFragment(context))
        {
            context.Response.Headers["HX-Reswap"] = "none"; // what stands on the page stays; the toast brings its own target
            return new RazorComponentResult<ToastPartial>(new { Toast = new Toast(problem.Message, Tone.Bad) }) { StatusCode = problem.Status }.ExecuteAsync(
                context
            );
        }
        var title = ErrorNotice.Title(problem.Status);
        var notice = Page.Of<ErrorNotice>(("Problem", problem), ("RequestId", context.TraceIdentifier));
        // The frame of a signed-in page asks the database; when that is what failed, or is asked too much already, the bare page still stands.
        IResult page =
            Caller.Of(context) is { Kind: CallerKind.Person } && problem.Status is < 500 and not 429
                ? new Page(title, notice) { Status = problem.Status }
                : new SignedOutPage(title, notice) { Status = problem.Status };
        return page.ExecuteAsync(context);
    }

    /// <summary>Other parts of the page that failed may be failing still, and whoever renders for this request would bring their errors into this page.</summary>
    private static void Renew(HttpContext context)
    {
        var fresh = context.RequestServices.CreateAsyncScope();
        context.Response.RegisterForDisposeAsync(fresh);
        context.RequestServices = fresh.ServiceProvider;
    }
}
