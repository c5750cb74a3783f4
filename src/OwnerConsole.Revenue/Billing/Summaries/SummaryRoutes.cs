using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Revenue.Billing.Summaries;

/// <summary>Serves the summary of an invoice as a PDF file.</summary>
public sealed class SummaryRoutes(Database database)
{
    public static string Of(string invoiceId) => $"/revenue/invoices/{invoiceId}/summary";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Of("{id}"), (SummaryRoutes self, HttpContext context, string id) => self.Send(context, id))
            .RequirePermission(BillingRoutes.Permission, FieldClass.Money, FieldClass.Contact);
        routes
            .MapGet("/api/v1/invoices/{id}/summary", (SummaryRoutes self, HttpContext context, string id) => self.Send(context, id))
            .WithSummary("Get a summary of an invoice as a PDF file, with its lines, totals and payments.")
            .ProducesFile(MediaTypeNames.Application.Pdf)
            .RequirePermission(BillingRoutes.Permission, FieldClass.Money, FieldClass.Contact);
    }

    private async Task<IResult> Send(HttpContext context, string id)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        var invoice = await InvoiceSummary.Find(id, await Modes.Shown(caller, work), caller, work) ?? throw Problem.NotFound("invoice", id);
        return Results.File(SummaryDocument.Draw(invoice), MediaTypeNames.Application.Pdf, $"invoice-{invoice.Number ?? invoice.Id}.pdf");
    }
}
