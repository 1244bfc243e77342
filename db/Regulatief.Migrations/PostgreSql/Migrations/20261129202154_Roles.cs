using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Regulatief.Migrations.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Roles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "Sessions",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "Notices",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ToRole",
                table: "Escalations",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "SharedByRole",
                table: "Disclosures",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "Covers",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "CaseAccesses",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "ApiTokens",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "Accounts",
                type: "character varying(2)",
                maxLength: 2,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AccountRoles",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccountRoles", x => new { x.AccountId, x.Role });
                    table.ForeignKey(
                        name: "FK_AccountRoles_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UnwantedNotices",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnwantedNotices", x => new { x.AccountId, x.Kind });
                    table.ForeignKey(
                        name: "FK_UnwantedNotices_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AccountRoles_Role",
                table: "AccountRoles",
                column: "Role");

            // Everybody has had one role until now: it is theirs, and that of all that they do and were told in it.
            migrationBuilder.Sql(
                """
                INSERT INTO "AccountRoles" ("AccountId", "Role") SELECT "Id", "Role" FROM "Accounts";
                UPDATE "Sessions" SET "Role" = (SELECT a."Role" FROM "Accounts" a WHERE a."Id" = "Sessions"."AccountId");
                UPDATE "ApiTokens" SET "Role" = (SELECT a."Role" FROM "Accounts" a WHERE a."Id" = "ApiTokens"."AccountId");
                UPDATE "Covers" SET "Role" = (SELECT a."Role" FROM "Accounts" a WHERE a."Id" = "Covers"."AbsentId");
                UPDATE "Escalations" SET "ToRole" = (SELECT a."Role" FROM "Accounts" a WHERE a."Id" = "Escalations"."ToAccountId");
                UPDATE "CaseAccesses" SET "Role" = (SELECT a."Role" FROM "Accounts" a WHERE a."Id" = "CaseAccesses"."AccountId") WHERE "Kind" <> 'Exclusion';
                UPDATE "Disclosures" SET "SharedByRole" = (SELECT a."Role" FROM "Accounts" a WHERE a."Id" = "Disclosures"."SharedById");
                UPDATE "Notices" SET "Role" = (SELECT a."Role" FROM "Accounts" a WHERE a."Id" = "Notices"."AccountId") WHERE "CaseId" IS NOT NULL;
                """);

            migrationBuilder.DropIndex(
                name: "IX_Accounts_Role",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "Accounts");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AccountRoles");

            migrationBuilder.DropTable(
                name: "UnwantedNotices");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "ToRole",
                table: "Escalations");

            migrationBuilder.DropColumn(
                name: "SharedByRole",
                table: "Disclosures");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "Covers");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "CaseAccesses");

            migrationBuilder.DropColumn(
                name: "Role",
                table: "ApiTokens");

            migrationBuilder.DropColumn(
                name: "Language",
                table: "Accounts");

            migrationBuilder.AddColumn<string>(
                name: "Role",
                table: "Accounts",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Role",
                table: "Accounts",
                column: "Role");
        }
    }
}
