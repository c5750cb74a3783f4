using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Pages;
using OwnerConsole.Revenue.Stripe.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Stripe.Objects;

/// <summary>Serves the copies of Stripe's objects as pages.</summary>
public sealed class CopiedObjectRoutes(Database database)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet(StripeAddress.CopyPath + "/{id}", (CopiedObjectRoutes self, HttpContext context, string id) => self.Show(context, id))
            .RequirePermission(StripeRoutes.Read);

    private async Task<IResult> Show(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is a caller
        await using var work = await database.Read(context.RequestAborted);
        var copy = await CopiedObject.Find(id, caller, work) ?? throw Problem.NotFound("object");
        return new PageResult(
            copy.Id,
            PageResult.Of<CopiedObjectPage>(
                (nameof(CopiedObjectPage.Caller), caller),
                (nameof(CopiedObjectPage.Copy), copy),
                (nameof(CopiedObjectPage.Body), await copy.ReadBody(work))
            )
        );
    }
}
