from django.db import migrations, models

# Seeded as small, a size that nobody has told: whoever saved a setting has raised the version.
UNTOLD = "UPDATE portfolio_portfolio SET company_size = '' WHERE version = 1"
TOLD = "UPDATE portfolio_portfolio SET company_size = 'small' WHERE company_size = ''"


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0016_verification")]

    operations = [
        migrations.AddField(
            model_name="trial",
            name="ended_because",
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name="portfolio",
            name="company_size",
            field=models.CharField(blank=True, default="", max_length=6),
        ),
        migrations.RunSQL(UNTOLD, TOLD),
    ]
