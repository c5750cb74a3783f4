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
        if (Answer.IsFragment(context))
        {
            context.Response.Headers["HX-Reswap"] = "none"; // what stands on the page stays; the toast brings its own target
            return new Drawn(typeof(ToastPartial), (nameof(ToastPartial.Toast), new Toast(problem.Message, Tone.Bad))) { Status = problem.Status }.ExecuteAsync(
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
}
