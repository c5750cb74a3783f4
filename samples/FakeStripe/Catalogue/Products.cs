using System.Text.Json.Nodes;
using FakeStripe.Http;
using FakeStripe.State;

namespace FakeStripe.Catalogue;

internal sealed class Products(StripeAccount account)
{
    public void Map(Routes routes)
    {
        routes.Get("/v1/products", List);
        routes.Get("/v1/products/{id}", call => account.Store.Get("product", call.Id));
        routes.Post("/v1/products", Create);
        routes.Post("/v1/products/{id}", Update);
    }

    public JsonObject Create(JsonObject form)
    {
        if (form.Text("name") is null)
            throw StripeError.Invalid("Missing required param: name.", "name", "parameter_missing");
        var made = account.Store.New("product", form.Text("id"));
        made["updated"] = account.Now;
        Take(made, form);
        account.Store.Add(made);
        account.Events.Emit("product.created", made);
        return made;
    }

    private JsonObject Create(ApiCall call)
    {
        var made = Create(call.Form);
        if (call.Form["default_price_data"] is JsonObject price)
        {
            price["product"] = made.Text("id");
            made["default_price"] = account.Prices.Create(price).Text("id");
        }
        return made;
    }

    private JsonObject Update(ApiCall call)
    {
        var product = account.Store.Get("product", call.Id);
        return account.Change(
            product,
            "product.updated",
            () =>
            {
                var before = product.Copy();
                Take(product, call.Form);
                product.TakeTexts(call.Form, "default_price");
                if (!JsonNode.DeepEquals(before, product))
                    product["updated"] = account.Now;
            }
        );
    }

    private JsonObject List(ApiCall call)
    {
        var ids = call.Form.Texts("ids");
        return ListPage.Of(call, account.Store.All("product"), product => ids.Count == 0 || ids.Contains(product.Text("id")), "active", "type", "url");
    }

    private static void Take(JsonObject product, JsonObject form)
    {
        product.TakeTexts(form, "name", "description", "statement_descriptor", "tax_code", "unit_label", "url");
        product.TakeFlags(form, "active", "shippable");
        product.TakeMetadata(form);
        if (form.ContainsKey("images"))
            product["images"] = Json.Array(form.Texts("images").Select(image => (JsonNode?)image));
        if (form.ContainsKey("marketing_features"))
            product["marketing_features"] = Json.Array(
                form.Objects("marketing_features").Select(feature => new JsonObject { ["name"] = feature.Text("name") })
            );
    }
}
